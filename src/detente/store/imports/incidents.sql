-- The table `incidents`: one row an act of one actor toward another on one day.
WITH merged AS (
    SELECT incident_id, any_value(source) AS source, any_value(target) AS target, any_value(plover) AS plover,
           any_value(cameo) AS cameo, any_value(goldstein) AS goldstein, any_value(quad) AS quad,
           any_value(day) AS day, min(place) AS place,
           greatest(count(DISTINCT doc_id), max(n_documents)) AS n_documents,
           greatest(count(DISTINCT outlet), max(n_outlets)) AS n_outlets,
           list(event_id ORDER BY event_id) AS event_ids
    FROM numbered GROUP BY incident_id
)
SELECT incident_id, [source] AS source, [target] AS target, false AS reciprocal, merged.plover, merged.cameo, goldstein, quad,
       'actual' AS status, day AS date_from, day AS date_to, place, []::VARCHAR[] AS issues, n_documents, n_outlets,
       coalesce(s.name, source) || ' to ' || coalesce(t.name, target) || ': ' || p.noun || ', '
           || strftime(day, '%-d %b %Y') AS summary,
       false AS historical, event_ids,
       []::STRUCT(incident_id VARCHAR, kind VARCHAR)[] AS links, getvariable('kind') AS origin, '' AS version
FROM merged
LEFT JOIN titles s ON s.code = source
LEFT JOIN titles t ON t.code = target
LEFT JOIN phrases p ON p.plover = merged.plover AND p.cameo = merged.cameo
ORDER BY day, incident_id;
