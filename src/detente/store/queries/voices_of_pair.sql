-- By outlet, the countries of those it quotes in documents that report on the pair.
SELECT d.outlet, q.country, count(*) AS n_quotes
FROM quotes AS q JOIN documents AS d ON d.doc_id = q.doc_id
WHERE q.doc_id IN (
    SELECT r.doc_id FROM reports AS r JOIN pair_incidents AS p ON p.incident_id = r.incident_id
    WHERE p.a = $a AND p.b = $b
)
GROUP BY ALL
ORDER BY d.outlet, n_quotes DESC, q.country
