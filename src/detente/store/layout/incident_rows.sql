-- Incidents with their place in the table, their middle day, the days they span less one, and the side that the index
-- counts them on: a cancelled act of cooperation is a refusal; what is not known to have happened has none.
SELECT
    rowid AS spot,
    date_from + ((date_to - date_from) // 2)::INTEGER AS day,
    date_to - date_from AS width,
    CASE
        WHEN status = 'actual' AND quad <= 2 THEN 'cooperation'
        WHEN status = 'actual' OR (status = 'cancelled' AND quad <= 2) THEN 'conflict'
    END AS side,
    *
FROM incidents
