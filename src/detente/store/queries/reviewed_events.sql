-- What agreement and precision ask of the events $ids, as they stand now.
SELECT event_id, plover, status, source, target FROM events WHERE event_id IN (SELECT unnest($ids::VARCHAR[]))
