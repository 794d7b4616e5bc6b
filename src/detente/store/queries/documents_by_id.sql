-- The row of documents with the id $id.
SELECT * FROM documents WHERE doc_id = $id
