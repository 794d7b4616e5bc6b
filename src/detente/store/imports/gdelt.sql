-- GDELT 1.0 (57 or 58 columns) and 2.0 (61) event exports: tab separated, no header; `place` and `url` differ by width.
INSERT INTO staged
SELECT
    getvariable('path'), line,
    CASE WHEN len(f) < getvariable('width') THEN 'columns' END,
    f[1],
    try_strptime(f[2], '%Y%m%d')::DATE,
    coalesce(nullif(f[6], ''), nullif(f[7], '')), coalesce(nullif(f[16], ''), nullif(f[17], '')),
    nullif(f[8], ''), nullif(f[18], ''), nullif(f[9], ''), nullif(f[19], ''),
    f[27], NULL, NULL,
    coalesce(nullif(f[getvariable('url')], ''), 'gdelt:' || f[1]),
    NULL,
    nullif(f[getvariable('place')], ''),
    greatest(1, coalesce(try_cast(f[34] AS INTEGER), 1)), greatest(1, coalesce(try_cast(f[33] AS INTEGER), 1)), 1.0
FROM lines WHERE NOT (line = 1 AND lower(f[1]) = 'globaleventid');
