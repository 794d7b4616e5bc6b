-- One row an incident and pair of states it is about (a before b), the incident's columns whole, so that a pair is one
-- stretch of the table: who acts, the middle day, the days it spans less one, the side that the index counts it on.
WITH sides AS (
    SELECT rowid AS spot, source, CASE WHEN reciprocal AND len(target) = 0 THEN source ELSE target END AS target
    FROM incidents
),
directed AS (
    SELECT spot, unnest(source) AS s, target FROM sides
),
ends AS (
    SELECT spot, s, unnest(target) AS t FROM directed
),
pairs AS (
    SELECT spot, least(s, t) AS a, greatest(s, t) AS b, bool_or(s < t) AS forth, bool_or(s > t) AS back
    FROM ends
    WHERE s <> t
    GROUP BY ALL
)
SELECT
    a,
    b,
    CASE WHEN reciprocal OR (forth AND back) THEN 'both' WHEN forth THEN 'ab' ELSE 'ba' END AS direction,
    i.*
FROM pairs JOIN incident_rows AS i ON i.spot = pairs.spot
ORDER BY a, b, day, i.incident_id
