-- The outlooks of $a and $b in the order of the table.
SELECT outlooks.*
FROM outlooks
WHERE (a = $a AND b = $b) OR (a = $b AND b = $a)
ORDER BY a, b, made_on, measure, "from"
