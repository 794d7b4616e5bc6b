-- Of the pair, by month and by whoever coded: cooperative and conflictual incidents that the index would count.
SELECT
    origin,
    date_trunc('month', day)::DATE AS month,
    count(*) FILTER (side = 'cooperation') AS cooperation,
    count(*) FILTER (side = 'conflict') AS conflict
FROM pair_incidents
WHERE a = $a AND b = $b AND side IS NOT NULL AND width <= 62
GROUP BY ALL
ORDER BY origin, month
