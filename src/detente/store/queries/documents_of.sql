-- The documents with the ids $ids.
SELECT documents.*
FROM documents
WHERE doc_id IN (SELECT unnest($ids))
ORDER BY doc_id
