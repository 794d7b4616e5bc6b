-- The row of incidents with the id $id.
SELECT * FROM incidents WHERE incident_id = $id
