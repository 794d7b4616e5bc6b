-- Incidents with their place in the table, their middle day, the days they span less one, the side that the index
-- counts them on (a cancelled act of cooperation is a refusal; what is not known to have happened has none), and how
-- many mentions and documents, copies left out, tell of them.
WITH mentioned AS (
    SELECT incident_id, count(*) AS n FROM events WHERE incident_id IS NOT NULL GROUP BY incident_id
),
printed AS (
    SELECT incident_id, count(*) AS n FROM reports WHERE NOT copy GROUP BY incident_id
)
SELECT
    incidents.rowid AS spot,
    date_from + ((date_to - date_from) // 2)::INTEGER AS day,
    date_to - date_from AS width,
    CASE
        WHEN status = 'actual' AND quad <= 2 THEN 'cooperation'
        WHEN status = 'actual' OR (status = 'cancelled' AND quad <= 2) THEN 'conflict'
    END AS side,
    coalesce(mentioned.n, 0) AS n_mentions,
    coalesce(printed.n, 0) AS n_told,
    incidents.*
FROM incidents
LEFT JOIN mentioned ON mentioned.incident_id = incidents.incident_id
LEFT JOIN printed ON printed.incident_id = incidents.incident_id
ORDER BY spot
