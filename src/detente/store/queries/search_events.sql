-- Events as the search reads them, oldest first; imported ones have no text.
SELECT e.event_id AS row_id, e.doc_id, e.incident_id, e.start AS first, e."end" AS last, e.date_from::VARCHAR AS day, d.title,
       CASE WHEN e.start IS NULL THEN NULL ELSE substring(d."text", e.start + 1, e."end" - e.start) END AS body,
       d.outlet, e.source, e.target, e.source_text, e.target_text, e.plover, e.status, e.place, e.issues, e.origin
FROM events AS e LEFT JOIN documents AS d USING (doc_id)
ORDER BY e.date_from NULLS FIRST, e.event_id
