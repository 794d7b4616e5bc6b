-- One row an outlet: its documents, copies apart, the incidents it reports, between which days it published.
WITH told AS (
    SELECT outlet, count(DISTINCT incident_id) AS n_incidents FROM reports WHERE NOT copy GROUP BY outlet
)
SELECT
    documents.outlet,
    min(outlet_country) AS country,
    count(*) FILTER (duplicate_of IS NULL) AS n_documents,
    count(*) FILTER (duplicate_of IS NOT NULL) AS n_copies,
    coalesce(max(told.n_incidents), 0) AS n_incidents,
    min(published) AS first_day,
    max(published) AS last_day
FROM documents LEFT JOIN told ON told.outlet = documents.outlet
WHERE documents.outlet IS NOT NULL
GROUP BY documents.outlet
ORDER BY n_documents DESC, documents.outlet
