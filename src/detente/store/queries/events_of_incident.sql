-- The mentions that were merged into $incident_id, in the order of the documents.
SELECT events.*
FROM events
WHERE incident_id = $incident_id
ORDER BY doc_id, start, "end", event_id
