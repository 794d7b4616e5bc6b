-- Mentions that belong to no event of the files, by file.
SELECT path, count(*) AS n FROM mentions
WHERE doc_id IS NULL OR row_id NOT IN (SELECT row_id FROM staged WHERE row_id IS NOT NULL)
GROUP BY path ORDER BY path;
