WITH today AS (SELECT (sasync.moment() AT TIME ZONE 'UTC')::date AS day),
     counted AS (
         SELECT d.day, sum(d.opened - d.initial + d.reopened) AS opened, sum(d.closed - d.out_of_scope) AS closed
         FROM sasync.account a
         JOIN sasync.daily d ON d.account_id = a.account_id AND d.day > (SELECT day - 30 FROM today)
         GROUP BY d.day)
SELECT t.day - back - date '1970-01-01', coalesce(c.opened, 0), coalesce(c.closed, 0)
FROM today t
CROSS JOIN generate_series(0, 29) back
LEFT JOIN counted c ON c.day = t.day - back
ORDER BY back DESC
