-- The index of $a and $b, both directions, in the order of the table.
SELECT relations.*
FROM relations
WHERE (a = $a AND b = $b) OR (a = $b AND b = $a)
ORDER BY a, b, directed, period, "from"
