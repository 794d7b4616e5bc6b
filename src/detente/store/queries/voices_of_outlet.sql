-- Countries of those an outlet quotes.
SELECT q.country, count(*) AS n_quotes
FROM quotes AS q JOIN documents AS d ON d.doc_id = q.doc_id
WHERE d.outlet = $outlet
GROUP BY q.country
ORDER BY n_quotes DESC, q.country
