-- Whoever is quoted in documents that report on the pair, by name and country, most quoted first.
SELECT speaker, country, count(*) AS n_quotes, min(role) AS role, min(affiliation) AS affiliation
FROM quotes
WHERE doc_id IN (
    SELECT r.doc_id FROM reports AS r JOIN pair_incidents AS p ON p.incident_id = r.incident_id
    WHERE p.a = $a AND p.b = $b
)
GROUP BY speaker, country
ORDER BY speaker IS NULL, n_quotes DESC, speaker, country
