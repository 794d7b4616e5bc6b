-- Pairs of states or organisations and the incidents between them, most first.
SELECT least(s.code, t.code) AS a, greatest(s.code, t.code) AS b, count(DISTINCT incident_id) AS n_incidents
FROM incidents, unnest(source) AS s(code), unnest(target) AS t(code)
WHERE s.code <> t.code
GROUP BY ALL
ORDER BY n_incidents DESC, a, b
