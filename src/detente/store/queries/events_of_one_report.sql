-- The rows that one telling of an act was coded as: the event itself, and the same act the other way round.
SELECT others.*
FROM events AS one JOIN events AS others USING (doc_id, plover, status)
WHERE one.event_id = $id
  AND (others.event_id = one.event_id
       OR (one.trigger_start IS NOT NULL AND others.trigger_start = one.trigger_start
           AND others.trigger_end = one.trigger_end
           AND others.source = one.target AND others.target = one.source))
ORDER BY others.event_id <> one.event_id, others.event_id
