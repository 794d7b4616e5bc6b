-- PLOVER JSON lines, made plain by `store/plover.py`: one line an act, source and target; fourteen columns.
INSERT INTO staged
SELECT
    getvariable('path'), f[1]::BIGINT,
    nullif(f[2], ''),
    f[3],
    try_cast(left(f[4], 10) AS DATE),
    nullif(f[5], ''), nullif(f[6], ''), nullif(f[7], ''), nullif(f[8], ''),
    nullif(f[7], ''), nullif(f[8], ''),
    nullif(f[14], ''), CASE WHEN f[14] = '' THEN upper(f[9]) END, nullif(f[10], ''),
    'plover:' || coalesce(nullif(f[11], ''), f[3]),
    nullif(f[12], ''), nullif(f[13], ''),
    1, 1, 1.0
FROM lines;
