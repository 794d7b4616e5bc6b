-- Pairs of states that an outlet tells most incidents of.
SELECT p.a, p.b, count(DISTINCT p.incident_id) AS n_incidents,
    count(DISTINCT p.incident_id) FILTER (p.side = 'cooperation') AS cooperation,
    count(DISTINCT p.incident_id) FILTER (p.side = 'conflict') AS conflict
FROM reports AS r JOIN pair_incidents AS p ON p.incident_id = r.incident_id
WHERE r.outlet = $outlet AND NOT r.copy
GROUP BY ALL
ORDER BY n_incidents DESC, p.a, p.b
LIMIT $limit
