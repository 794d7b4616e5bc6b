-- POLECAT: tab separated, header, 40 columns; positions by header name are in the variables.
INSERT INTO staged
SELECT
    getvariable('path'), line,
    CASE WHEN len(f) < getvariable('width') THEN 'columns' END,
    coalesce(nullif(f[getvariable('event id')], ''), line::VARCHAR),
    try_cast(left(f[getvariable('event date')], 10) AS DATE),
    f[getvariable('actor name')], f[getvariable('recipient name')],
    nullif(nullif(nullif(trim(f[getvariable('actor country')]), ''), 'NA'), 'None'),
    nullif(nullif(nullif(trim(f[getvariable('recipient country')]), ''), 'NA'), 'None'),
    NULL, NULL,
    NULL, upper(trim(f[getvariable('event type')])), nullif(trim(f[getvariable('event mode')]), ''),
    'polecat:' || coalesce(f[getvariable('event id')], line::VARCHAR),
    nullif(f[getvariable('source')], ''),
    nullif(nullif(nullif(f[getvariable('city')], ''), 'NA'), 'None'),
    1, 1, 1.0
FROM lines WHERE line > 1 AND lower(f[getvariable('event id')]) IS DISTINCT FROM 'event id';
