-- Own events still to be judged, as a queue has them: p nearest to a half, told or judged differently, or by $seed.
WITH disagreeing AS (
    SELECT incident_id FROM events WHERE incident_id IS NOT NULL AND start IS NOT NULL
    GROUP BY incident_id HAVING count(DISTINCT plover) > 1 OR count(DISTINCT status) > 1
)
SELECT event_id AS row_id, count(*) OVER () AS waiting
FROM events
WHERE start IS NOT NULL
  AND event_id NOT IN (SELECT unnest($judged::VARCHAR[]))
  AND ($kind IS NULL OR plover = $kind)
  AND ($a IS NULL OR list_contains(source, $a) OR list_contains(target, $a))
  AND ($b IS NULL OR list_contains(source, $b) OR list_contains(target, $b))
  AND ($queue <> 'disputed' OR event_id IN (SELECT unnest($disputed::VARCHAR[]))
       OR incident_id IN (SELECT incident_id FROM disagreeing))
ORDER BY CASE $queue WHEN 'uncertain' THEN abs(p - 0.5)
                     WHEN 'disputed' THEN (NOT list_contains($disputed::VARCHAR[], event_id))::INTEGER
                     ELSE 0 END,
         md5($seed::VARCHAR || event_id)
LIMIT 1 OFFSET $skip
