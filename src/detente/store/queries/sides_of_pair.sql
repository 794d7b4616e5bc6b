-- Of the pair, by direction: incidents that the index counts as cooperation and as conflict, and all.
SELECT
    direction,
    count(*) AS n_incidents,
    count(*) FILTER (side = 'cooperation') AS cooperation,
    count(*) FILTER (side = 'conflict') AS conflict
FROM pair_incidents
WHERE a = $a AND b = $b
GROUP BY direction
ORDER BY direction
