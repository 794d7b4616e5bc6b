-- The index of the pair by $period, undirected, between two days, the last $limit of them, in order of time.
SELECT * FROM (
    SELECT relations.*
    FROM relations
    WHERE a = $a AND b = $b AND period = $period AND NOT directed AND "to" >= $since AND "from" <= $until
    ORDER BY "from" DESC
    LIMIT $limit
)
ORDER BY "from"
