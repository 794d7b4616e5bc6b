-- Whoever foresees, with how many forecasts, how many were scored, and their mean Brier score.
SELECT
    speaker,
    count(*) AS n,
    count(brier) AS n_scored,
    sum(round(brier * 1000000)::BIGINT) / 1000000.0 / nullif(count(brier), 0) AS brier
FROM forecasts
WHERE speaker IS NOT NULL
GROUP BY speaker
ORDER BY n_scored DESC, n DESC, speaker
LIMIT $limit
