-- Of the pair, incidents that the index counts, by type and by whoever coded them.
SELECT origin, plover, count(*) AS n
FROM pair_incidents
WHERE a = $a AND b = $b
GROUP BY ALL
ORDER BY plover, origin
