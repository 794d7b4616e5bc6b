-- One row an interstate issue: the incidents about it, and on which side the index counts them.
SELECT
    issue,
    count(*) AS n_incidents,
    count(*) FILTER (side = 'cooperation') AS cooperation,
    count(*) FILTER (side = 'conflict') AS conflict,
    min(day) FILTER (width <= 366) AS first_day,
    max(day) FILTER (width <= 366) AS last_day
FROM (SELECT unnest(issues) AS issue, side, day, width FROM incident_rows)
GROUP BY issue
ORDER BY n_incidents DESC, issue
