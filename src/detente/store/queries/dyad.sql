-- The row of the pair.
SELECT * FROM dyads WHERE a = $a AND b = $b
