-- Of the pair, by issue: incidents that the index counts as cooperation and as conflict, and all; null: no issue.
SELECT
    issue,
    count(*) AS n_incidents,
    count(*) FILTER (side = 'cooperation') AS cooperation,
    count(*) FILTER (side = 'conflict') AS conflict
FROM (
    SELECT unnest(issues) AS issue, side FROM pair_incidents WHERE a = $a AND b = $b
)
GROUP BY issue
ORDER BY conflict DESC, cooperation DESC, issue
