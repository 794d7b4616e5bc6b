-- One row an interstate issue: the incidents about it, and on which side the index counts them.
SELECT
    issue,
    count(*) AS n_incidents,
    count(*) FILTER (side = 'cooperation') AS cooperation,
    count(*) FILTER (side = 'conflict') AS conflict,
    min(date_from) FILTER (side IS NOT NULL AND width <= 366) AS first_day,
    max(date_to) FILTER (side IS NOT NULL AND width <= 366) AS last_day
FROM (SELECT unnest(issues) AS issue, side, date_from, date_to, width FROM incident_rows)
GROUP BY issue
ORDER BY n_incidents DESC, issue
