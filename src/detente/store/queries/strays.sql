-- States in incidents, dated to a year, that are of years in which they did not exist; years come as lists of the same length.
WITH lives AS (
    SELECT unnest($codes::VARCHAR[]) AS code, unnest($begins::INTEGER[]) AS begins, unnest($ends::INTEGER[]) AS ends
),
acts AS (
    SELECT day, summary, unnest(list_distinct(list_concat(source, target))) AS code FROM incident_rows WHERE width <= 366
)
SELECT code, day, summary
FROM acts JOIN lives USING (code)
WHERE year(day) NOT BETWEEN begins AND ends
ORDER BY ALL
