-- Of the pair, incidents by whoever coded them, and on which side the index counts them.
SELECT
    origin,
    count(*) AS n_incidents,
    count(*) FILTER (side = 'cooperation') AS cooperation,
    count(*) FILTER (side = 'conflict') AS conflict
FROM pair_incidents
WHERE a = $a AND b = $b
GROUP BY origin
ORDER BY origin
