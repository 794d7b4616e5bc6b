-- Where in the table of events the reports of each incident stand.
SELECT incident_id, rowid AS spot
FROM events
WHERE incident_id IS NOT NULL
ORDER BY incident_id, spot
