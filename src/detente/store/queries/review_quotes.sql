-- Quotes that are still to be judged, in the order of a queue (see review_events); $kind is the kind of quote.
SELECT quote_id AS row_id, count(*) OVER () AS waiting
FROM quotes
WHERE quote_id NOT IN (SELECT unnest($judged::VARCHAR[]))
  AND ($kind IS NULL OR kind = $kind)
  AND ($a IS NULL OR country = $a)
  AND ($b IS NULL OR country = $b)
  AND ($queue <> 'disputed' OR quote_id IN (SELECT unnest($disputed::VARCHAR[])))
ORDER BY CASE $queue WHEN 'uncertain' THEN abs(p - 0.5) ELSE 0 END, md5($seed::VARCHAR || quote_id)
LIMIT 1 OFFSET $skip
