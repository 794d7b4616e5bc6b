-- Reactions between incidents that name both $a and $b, in the order of the table.
WITH pair AS (
    SELECT incident_id FROM incidents
    WHERE list_contains(list_concat(source, target), $a) AND list_contains(list_concat(source, target), $b)
)
SELECT reactions.*
FROM reactions
WHERE incident_id IN (FROM pair) AND answer_id IN (FROM pair)
ORDER BY incident_id, answer_id
