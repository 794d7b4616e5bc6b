-- The row of polls with the id $id.
SELECT * FROM polls WHERE poll_id = $id
