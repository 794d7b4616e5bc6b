-- Reactions between incidents of the pair, the surest first.
SELECT reactions.*
FROM reactions
WHERE incident_id IN (SELECT p.incident_id FROM pair_incidents AS p WHERE p.a = $a AND p.b = $b)
    AND answer_id IN (SELECT p.incident_id FROM pair_incidents AS p WHERE p.a = $a AND p.b = $b)
ORDER BY basis, p DESC, incident_id, answer_id
