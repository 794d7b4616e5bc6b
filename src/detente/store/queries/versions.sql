-- The versions that made the rows of the store.
SELECT DISTINCT version FROM incidents
UNION
SELECT DISTINCT version FROM documents
ORDER BY version
