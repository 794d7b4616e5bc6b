-- Staged rows with our codes. A CAMEO code that is not listed takes its parent's row; a PLOVER type its root's.
CREATE OR REPLACE TEMP TABLE coded AS
WITH kinds AS (SELECT DISTINCT cameo, plover FROM staged),
matched AS (
    SELECT k.cameo, k.plover, a.code, CASE WHEN k.cameo IS NULL THEN r.plover ELSE a.plover END AS act, a.goldstein,
           row_number() OVER (PARTITION BY k.cameo, k.plover ORDER BY length(a.code) DESC, a.code) AS rank
    FROM kinds k
    LEFT JOIN types t ON t.given = k.plover
    LEFT JOIN roots r ON r.plover = coalesce(t.plover, k.plover)
    JOIN acts a ON (k.cameo IS NOT NULL AND starts_with(k.cameo, a.code))
                OR (k.cameo IS NULL AND a.code = r.code)
),
acted AS (SELECT * FROM matched WHERE rank = 1)
SELECT s.* EXCLUDE (cameo, plover), coalesce(sg.code, ss.code) AS source, coalesce(tg.code, ts.code) AS target,
       m.act AS plover, coalesce(s.cameo, m.code) AS cameo, m.goldstein,
       CASE
           WHEN s.fault IS NOT NULL THEN s.fault
           WHEN s.day IS NULL OR s.day < DATE '1900-01-01' OR s.day > DATE '2199-12-31' THEN 'date'
           WHEN m.code IS NULL THEN 'code'
           WHEN m.act = '' THEN 'statement'
           WHEN coalesce(s.source_group, s.source_state) IS NULL OR coalesce(s.target_group, s.target_state) IS NULL
               THEN 'no_state'
           WHEN coalesce(sg.code, ss.code) IS NULL OR coalesce(tg.code, ts.code) IS NULL THEN 'unknown_state'
           WHEN coalesce(sg.code, ss.code) = coalesce(tg.code, ts.code) THEN 'domestic'
       END AS reason
FROM staged s
LEFT JOIN acted m ON m.cameo IS NOT DISTINCT FROM s.cameo AND m.plover IS NOT DISTINCT FROM s.plover
LEFT JOIN names ss ON ss.given = s.source_state
LEFT JOIN names ts ON ts.given = s.target_state
LEFT JOIN names sg ON sg.given = s.source_group
LEFT JOIN names tg ON tg.given = s.target_group;

DROP TABLE staged;
DROP TABLE IF EXISTS lines;
