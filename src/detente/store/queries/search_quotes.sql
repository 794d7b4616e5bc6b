-- Quotes as the search reads them, oldest first: what was said, by whom, in which document.
SELECT q.quote_id AS row_id, q.doc_id, q.content, coalesce(d.published, d.published_to)::VARCHAR AS day,
       d.title, d."text", d.outlet, q.speaker, q.role, q.affiliation, q.country, q.kind
FROM quotes AS q JOIN documents AS d USING (doc_id)
ORDER BY coalesce(d.published, d.published_to) NULLS FIRST, q.doc_id, q.quote_id
