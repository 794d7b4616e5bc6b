-- The quotes with the ids $ids.
SELECT quotes.*
FROM quotes
WHERE quote_id IN (SELECT unnest($ids))
ORDER BY quote_id
