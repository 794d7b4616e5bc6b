-- What is known of a speaker: roles and affiliations given, most often first.
SELECT role, affiliation, count(*) AS n
FROM quotes
WHERE speaker = $speaker AND country IS NOT DISTINCT FROM $country
GROUP BY ALL
ORDER BY n DESC, role, affiliation
LIMIT 6
