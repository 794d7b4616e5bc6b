-- Which document of which outlet reports which incident, once each; copies say so.
SELECT DISTINCT
    events.incident_id,
    documents.doc_id,
    documents.outlet,
    documents.duplicate_of IS NOT NULL AS copy
FROM events JOIN documents ON documents.doc_id = events.doc_id
WHERE events.incident_id IS NOT NULL
ORDER BY ALL
