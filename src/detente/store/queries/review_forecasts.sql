-- Forecasts still to be judged (see review_events): uncertain are those with a verdict; $kind is the class.
SELECT forecast_id AS row_id, count(*) OVER () AS waiting
FROM forecasts
WHERE forecast_id NOT IN (SELECT unnest($judged::VARCHAR[]))
  AND ($kind IS NULL OR class = $kind)
  AND ($a IS NULL OR list_contains(a, $a) OR list_contains(b, $a))
  AND ($b IS NULL OR list_contains(a, $b) OR list_contains(b, $b))
  AND ($queue <> 'disputed' OR forecast_id IN (SELECT unnest($disputed::VARCHAR[])))
ORDER BY CASE $queue WHEN 'uncertain' THEN (outcome IS NULL OR outcome = 'unresolved')::INTEGER ELSE 0 END,
         md5($seed::VARCHAR || forecast_id)
LIMIT 1 OFFSET $skip
