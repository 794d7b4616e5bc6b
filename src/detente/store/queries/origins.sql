-- Incidents by whoever coded them.
SELECT origin, count(*) AS n_incidents
FROM incidents
GROUP BY origin
ORDER BY n_incidents DESC, origin
