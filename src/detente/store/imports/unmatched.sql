-- Mentions files, and how many of the mentions in each belong to no event of the files.
SELECT path,
       count(*) FILTER (doc_id IS NULL OR row_id NOT IN (SELECT row_id FROM staged WHERE row_id IS NOT NULL)) AS n
FROM mentions GROUP BY path ORDER BY path;
