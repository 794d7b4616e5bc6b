-- The index of the pairs $pairs (`RUS-TUR`) by month, the last $months of each, in order of time.
WITH ranked AS (
    SELECT a, b, "from", "index", row_number() OVER (PARTITION BY a, b ORDER BY "from" DESC) AS rank
    FROM relations
    WHERE period = 'month' AND NOT directed AND a || '-' || b IN (SELECT unnest($pairs))
)
SELECT a, b, "index" FROM ranked WHERE rank <= $months ORDER BY a, b, "from"
