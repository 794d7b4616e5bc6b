-- ICEWS, Dataverse layout: tab separated, header, 20 columns; positions by header name are in the variables.
INSERT INTO staged
SELECT
    getvariable('path'), line,
    CASE WHEN len(f) < getvariable('width') THEN 'columns' END,
    coalesce(nullif(f[getvariable('event id')], ''), line::VARCHAR),
    try_cast(left(f[getvariable('event date')], 10) AS DATE),
    f[getvariable('source name')], f[getvariable('target name')],
    nullif(nullif(nullif(trim(f[getvariable('source country')]), ''), 'NA'), 'NULL'),
    nullif(nullif(nullif(trim(f[getvariable('target country')]), ''), 'NA'), 'NULL'),
    NULL, NULL,
    trim(f[getvariable('cameo code')]), NULL, NULL,
    'icews:' || coalesce(f[getvariable('story id')], line::VARCHAR),
    nullif(f[getvariable('publisher')], ''),
    nullif(nullif(nullif(f[getvariable('city')], ''), 'NA'), 'NULL'),
    1, 1, 1.0
FROM lines WHERE line > 1 AND lower(f[getvariable('event id')]) IS DISTINCT FROM 'event id';
