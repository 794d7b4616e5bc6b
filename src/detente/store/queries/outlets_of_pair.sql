-- Outlets that report on the pair: their documents that do, copies left out, and the incidents they tell.
SELECT
    r.outlet,
    count(DISTINCT r.doc_id) AS n_documents,
    count(DISTINCT r.incident_id) AS n_incidents
FROM reports AS r JOIN pair_incidents AS p ON p.incident_id = r.incident_id
WHERE p.a = $a AND p.b = $b AND NOT r.copy
GROUP BY r.outlet
ORDER BY n_documents DESC, r.outlet
