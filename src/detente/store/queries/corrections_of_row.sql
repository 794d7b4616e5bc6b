-- What the coder had in the row $id, by the account of the corrections: whole rows, and single columns.
SELECT field, original FROM corrections
WHERE row_id = $id AND original IS NOT NULL
  AND (action = 'correct' OR (action IN ('accept', 'reject') AND original LIKE '{%"version"%'))
ORDER BY number
