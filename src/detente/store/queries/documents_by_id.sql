-- The row of documents with the id $id; its place first, so that one column is looked through and not all.
SELECT documents.*
FROM documents
WHERE rowid IN (SELECT rowid FROM documents WHERE doc_id = $id)
