-- Pairs of states with most incidents about an issue.
SELECT a, b, count(*) AS n_incidents,
    count(*) FILTER (side = 'cooperation') AS cooperation,
    count(*) FILTER (side = 'conflict') AS conflict
FROM pair_incidents
WHERE list_contains(issues, $issue)
GROUP BY ALL
ORDER BY n_incidents DESC, a, b
LIMIT $limit
