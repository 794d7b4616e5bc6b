-- The row of stances with the id $id.
SELECT * FROM stances WHERE stance_id = $id
