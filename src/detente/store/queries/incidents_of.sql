-- The incidents with the ids $ids; their places first, so that one column is looked through and not all.
SELECT incidents.*
FROM incidents
WHERE rowid IN (SELECT rowid FROM incidents WHERE incident_id IN (SELECT unnest($ids)))
ORDER BY incident_id
