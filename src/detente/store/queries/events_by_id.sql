-- The row of events with the id $id.
SELECT * FROM events WHERE event_id = $id
