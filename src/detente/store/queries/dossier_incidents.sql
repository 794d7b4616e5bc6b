-- Incidents that name both $a and $b, on whatever side, in the order of the table.
SELECT incidents.*
FROM incidents
WHERE list_contains(list_concat(source, target), $a) AND list_contains(list_concat(source, target), $b)
ORDER BY date_from, date_to, incident_id
