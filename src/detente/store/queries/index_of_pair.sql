-- The index of $a and $b by $period, from $since to $until where they are given.
SELECT "from", "to", index, low, high, n_incidents, cooperation, conflict, drivers
FROM relations
WHERE a = $a AND b = $b AND NOT directed AND period = $period
  AND ($since::DATE IS NULL OR "to" >= $since::DATE) AND ($until::DATE IS NULL OR "from" <= $until::DATE)
ORDER BY "from"
