-- The row $id as the coder made it, from the account of the corrections; for rows that were rejected and stand nowhere else.
SELECT original FROM corrections
WHERE row_id = $id AND action IN ('accept', 'reject') AND original LIKE '{%' AND original LIKE '%"version"%'
ORDER BY number DESC LIMIT 1
