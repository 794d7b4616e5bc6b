-- By outlet and month of publication: documents, copies left out; a null month: the day is not known.
SELECT outlet, date_trunc('month', published)::DATE AS month, count(*) AS n_documents
FROM documents
WHERE duplicate_of IS NULL
GROUP BY ALL
ORDER BY outlet, month
