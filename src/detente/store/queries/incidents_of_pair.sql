-- Incidents in which $a acts toward $b or $b toward $a, by date.
SELECT incidents.*
FROM incidents
WHERE (list_contains(source, $a) AND list_contains(target, $b))
   OR (list_contains(source, $b) AND list_contains(target, $a))
ORDER BY date_from, date_to, incident_id
