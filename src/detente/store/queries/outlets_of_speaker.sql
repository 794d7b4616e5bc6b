-- Outlets that quote a speaker.
SELECT d.outlet, count(*) AS n_quotes
FROM quotes AS q JOIN documents AS d ON d.doc_id = q.doc_id
WHERE q.speaker = $speaker AND q.country IS NOT DISTINCT FROM $country
GROUP BY ALL
ORDER BY n_quotes DESC, d.outlet
LIMIT $limit
