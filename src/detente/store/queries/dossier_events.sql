-- The mentions of incidents that name both $a and $b, in the order of the table.
SELECT events.*
FROM events
WHERE incident_id IN (
    SELECT incident_id FROM incidents
    WHERE list_contains(list_concat(source, target), $a) AND list_contains(list_concat(source, target), $b)
)
ORDER BY doc_id, start, "end", event_id
