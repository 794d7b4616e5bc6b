-- The months with incidents of the pair before and after $first.
SELECT max("from") FILTER ("from" < $first) AS before, min("from") FILTER ("from" > $first) AS after
FROM relations
WHERE a = $a AND b = $b AND period = 'month' AND NOT directed AND n_incidents > 0
