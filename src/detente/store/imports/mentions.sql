-- GDELT mentions (16 columns, no header): which page reports which event, and how sure the coder was.
INSERT INTO mentions
SELECT
    getvariable('path'), line,
    f[1], nullif(f[6], ''), nullif(f[5], ''),
    least(1.0, greatest(0.0, coalesce(try_cast(f[12] AS DOUBLE), 100) / 100))
FROM lines WHERE len(f) >= 12 AND lower(f[1]) <> 'globaleventid';
