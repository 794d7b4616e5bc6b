-- Rows left out: the first `limit` of each file and fault one by one, the rest of them together; of states not known
-- the names met most often.
WITH ranked AS (
    SELECT path, line, reason, row_number() OVER (PARTITION BY path, reason ORDER BY line) AS rank
    FROM coded WHERE reason IN ('columns', 'date', 'code', 'json')
),
strangers AS (
    SELECT path, coalesce(source_group, source_state) AS name FROM coded WHERE reason = 'unknown_state' AND source IS NULL
    UNION ALL
    SELECT path, coalesce(target_group, target_state) FROM coded WHERE reason = 'unknown_state' AND target IS NULL
),
frequent AS (
    SELECT path, name, row_number() OVER (PARTITION BY path ORDER BY count(*) DESC, name) AS rank
    FROM strangers GROUP BY path, name
),
examples AS (
    SELECT path, list(left(name, 60) ORDER BY rank) AS examples FROM frequent WHERE rank <= 5 GROUP BY path
)
SELECT path, 'line ' || line AS place, reason, 1 AS n, NULL AS examples FROM ranked WHERE rank <= $limit
UNION ALL
SELECT path, 'line ' || min(line) || ' and after', reason, count(*), NULL FROM ranked WHERE rank > $limit
GROUP BY path, reason
UNION ALL
SELECT path, NULL, reason, count(*), any_value(CASE WHEN reason = 'unknown_state' THEN examples END)
FROM coded LEFT JOIN examples USING (path)
WHERE reason IN ('statement', 'no_state', 'unknown_state', 'domestic') GROUP BY path, reason
ORDER BY ALL;
