-- For each incident of $ids: its reports, and the documents and outlets that tell of it, copies left out.
WITH told AS (
    SELECT incident_id, count(*) AS n_reports
    FROM mentions
    WHERE incident_id IN (SELECT unnest($ids))
    GROUP BY incident_id
),
printed AS (
    SELECT incident_id, count(*) AS n_documents
    FROM reports
    WHERE NOT copy AND incident_id IN (SELECT unnest($ids))
    GROUP BY incident_id
)
SELECT told.incident_id, n_reports, coalesce(n_documents, 0) AS n_documents
FROM told LEFT JOIN printed ON printed.incident_id = told.incident_id
ORDER BY told.incident_id
