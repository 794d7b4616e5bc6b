-- The incidents with the ids $ids.
SELECT incidents.*
FROM incidents
WHERE incident_id IN (SELECT unnest($ids))
ORDER BY incident_id
