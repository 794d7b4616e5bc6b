-- Forecasts by direction, class and outcome, of a pair or, with both null, of all.
SELECT direction, class, outcome, count(*) AS n
FROM forecasts
WHERE $a IS NULL OR ((list_contains(a, $a) OR list_contains(b, $a)) AND (list_contains(a, $b) OR list_contains(b, $b)))
GROUP BY ALL
ORDER BY ALL
