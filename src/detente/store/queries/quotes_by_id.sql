-- The row of quotes with the id $id.
SELECT * FROM quotes WHERE quote_id = $id
