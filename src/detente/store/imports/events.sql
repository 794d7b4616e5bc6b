-- The table `events`, one row a coded row.
SELECT event_id, incident_id, doc_id,
       NULL::BIGINT AS start, NULL::BIGINT AS "end", NULL::BIGINT AS trigger_start, NULL::BIGINT AS trigger_end,
       [source] AS source, [target] AS target, source_text, target_text,
       plover, mode, cameo, goldstein, quad, 'actual' AS status, false AS historical,
       day AS date_from, day AS date_to, place, []::VARCHAR[] AS issues, NULL::VARCHAR AS quote_id, p,
       getvariable('kind') || ':' || cameo AS rule, getvariable('kind') AS origin, '' AS version
FROM numbered ORDER BY doc_id, event_id;
