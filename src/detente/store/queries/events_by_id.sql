-- The row of events with the id $id; its place first, so that one column is looked through and not all.
SELECT events.*
FROM events
WHERE rowid IN (SELECT rowid FROM events WHERE event_id = $id)
