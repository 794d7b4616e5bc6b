-- The row of the incident with the id $id, and how often it is told.
SELECT incidents.*, n_mentions, n_told
FROM incident_rows JOIN incidents ON incidents.rowid = incident_rows.spot
WHERE incident_rows.spot IN (SELECT spot FROM incident_rows WHERE incident_id = $id)
