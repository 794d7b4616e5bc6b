-- The row of incidents with the id $id; its place first, so that one column is looked through and not all.
SELECT incidents.*
FROM incidents
WHERE rowid IN (SELECT rowid FROM incidents WHERE incident_id = $id)
