-- Rows left out: the first `limit` of each file and fault one by one, the rest of them together.
WITH ranked AS (
    SELECT path, line, reason, row_number() OVER (PARTITION BY path, reason ORDER BY line) AS rank
    FROM coded WHERE reason IN ('columns', 'date', 'code', 'json')
)
SELECT path, 'line ' || line AS place, reason, 1 AS n FROM ranked WHERE rank <= $limit
UNION ALL
SELECT path, 'line ' || min(line) || ' and after', reason, count(*) FROM ranked WHERE rank > $limit GROUP BY path, reason
UNION ALL
SELECT path, NULL, reason, count(*) FROM coded
WHERE reason IN ('statement', 'no_state', 'unknown_state', 'domestic') GROUP BY path, reason
ORDER BY ALL;
