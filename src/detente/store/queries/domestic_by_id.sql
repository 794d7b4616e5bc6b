-- The row of domestic with the id $id.
SELECT * FROM domestic WHERE domestic_id = $id
