-- One row a named speaker and country: how often quoted, in how many documents and outlets, between which days.
SELECT
    speaker,
    country,
    count(*) AS n_quotes,
    count(DISTINCT quotes.doc_id) AS n_documents,
    count(DISTINCT outlet) AS n_outlets,
    min(published) AS first_day,
    max(published) AS last_day
FROM quotes JOIN documents ON documents.doc_id = quotes.doc_id
WHERE speaker IS NOT NULL
GROUP BY ALL
ORDER BY n_quotes DESC, speaker, country
