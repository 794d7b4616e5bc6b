-- Scored forecasts by tenth of their odds: how many, their mean odds, how many came true, their mean scores.
SELECT
    least(floor(p * 10), 9)::INTEGER AS bin,
    count(*) AS n,
    avg(p) AS mean,
    count(*) FILTER (outcome = 'true') AS came_true,
    sum(round(brier * 1000000)::BIGINT) / 1000000.0 AS brier,
    sum(round(log_score * 1000000)::BIGINT) / 1000000.0 AS log_score
FROM forecasts
WHERE brier IS NOT NULL AND p IS NOT NULL
GROUP BY ALL
ORDER BY bin
