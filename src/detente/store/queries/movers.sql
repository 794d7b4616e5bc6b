-- Pairs whose index moved most in the three months to their last, among those measured since $since.
SELECT *
FROM dyads
WHERE month >= $since AND move IS NOT NULL
ORDER BY abs(move) DESC, a, b
LIMIT $limit
