-- Those of the incidents $ids that are about the pair: what names them.
SELECT incident_id, source, target, reciprocal, plover, cameo, status, date_from, date_to
FROM pair_incidents
WHERE a = $a AND b = $b AND incident_id IN (SELECT unnest($ids))
ORDER BY incident_id
