-- What agreement and precision ask of the events $ids, as they stand now.
SELECT event_id, doc_id, trigger_start, trigger_end, plover, status, source, target
FROM events WHERE event_id IN (SELECT unnest($ids::VARCHAR[]))
