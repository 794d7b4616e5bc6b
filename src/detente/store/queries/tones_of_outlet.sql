-- Tone of an outlet toward each pair as a whole.
SELECT a, b, tone, n_documents
FROM framing
WHERE outlet = $outlet AND incident_id IS NULL AND month IS NULL AND month IS NULL
ORDER BY n_documents DESC, a, b
LIMIT $limit
