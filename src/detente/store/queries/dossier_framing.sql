-- How outlets tell $a and $b, in the order of the table.
SELECT framing.*
FROM framing
WHERE (a = $a AND b = $b) OR (a = $b AND b = $a)
ORDER BY a, b, incident_id, month, outlet
