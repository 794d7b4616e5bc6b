-- For each document of $ids: the incidents it reports, its quotes and forecasts.
SELECT
    ids.doc_id,
    (SELECT count(*) FROM reports WHERE reports.doc_id = ids.doc_id) AS n_incidents,
    (SELECT count(*) FROM quotes WHERE quotes.doc_id = ids.doc_id) AS n_quotes,
    (SELECT count(*) FROM forecasts WHERE forecasts.doc_id = ids.doc_id) AS n_forecasts,
    (SELECT count(*) FROM documents AS d WHERE d.duplicate_of = ids.doc_id) AS n_copies
FROM (SELECT unnest($ids) AS doc_id) AS ids
ORDER BY ids.doc_id
