-- Documents as the search reads them, oldest first.
SELECT doc_id AS row_id, doc_id, NULL::BIGINT AS first, NULL::BIGINT AS last,
       coalesce(published, published_to)::VARCHAR AS day, title, "text", blocks, outlet, authors, agency, outlet_country
FROM documents
ORDER BY coalesce(published, published_to) NULLS FIRST, doc_id
