-- One row a pair of states: how many incidents, on which side, from when to when, where the index stands by month, how
-- far it moved in the three months before, and its last three years.
WITH counted AS (
    SELECT
        a,
        b,
        count(*) AS n_incidents,
        count(*) FILTER (side = 'cooperation') AS cooperation,
        count(*) FILTER (side = 'conflict') AS conflict,
        min(date_from) FILTER (side IS NOT NULL AND width <= 366) AS first_day,
        max(date_to) FILTER (side IS NOT NULL AND width <= 366) AS last_day
    FROM pair_incidents
    GROUP BY ALL
),
months AS (
    SELECT a, b, "from" AS first, "index", low, high, row_number() OVER (PARTITION BY a, b ORDER BY "from" DESC) AS rank
    FROM relations
    WHERE period = 'month' AND NOT directed
),
latest AS (
    SELECT * FROM months WHERE rank = 1
),
before AS (
    SELECT months.a, months.b, arg_max(months."index", months.first) AS "index", max(months.first) AS first
    FROM months JOIN latest ON months.a = latest.a AND months.b = latest.b
    WHERE months.first <= latest.first - INTERVAL 3 MONTH
    GROUP BY ALL
),
years AS (
    SELECT a, b, list("index" ORDER BY first) AS through FROM months WHERE rank <= 36 GROUP BY ALL
)
SELECT
    counted.a,
    counted.b,
    counted.n_incidents,
    counted.cooperation,
    counted.conflict,
    counted.first_day,
    counted.last_day,
    latest.first AS month,
    latest."index" AS "index",
    latest.low,
    latest.high,
    before.first AS month_before,
    latest."index" - before."index" AS move,
    coalesce(years.through, []) AS through
FROM counted
LEFT JOIN latest ON latest.a = counted.a AND latest.b = counted.b
LEFT JOIN before ON before.a = counted.a AND before.b = counted.b
LEFT JOIN years ON years.a = counted.a AND years.b = counted.b
ORDER BY n_incidents DESC, counted.a, counted.b
