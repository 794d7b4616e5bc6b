-- Documents of an outlet by month of publication, copies left out.
SELECT date_trunc('month', published)::DATE AS month, count(*) AS n_documents
FROM documents
WHERE outlet = $outlet AND duplicate_of IS NULL AND published IS NOT NULL
GROUP BY ALL
ORDER BY month
