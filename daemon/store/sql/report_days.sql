WITH counted AS (
    SELECT day, sum(opened - initial) AS opened, sum(initial) AS initial, sum(reopened) AS reopened,
           sum(closed - out_of_scope) AS closed, sum(out_of_scope) AS out_of_scope,
           sum(opened + reopened - closed + shifted) AS change
    FROM sas.daily
    WHERE day >= $1::date
    GROUP BY day
), now_open AS (
    SELECT coalesce(sum(findings), 0) AS findings FROM sas.open_count
)
SELECT d.day::date - date '1970-01-01', coalesce(c.opened, 0)::bigint, coalesce(c.initial, 0)::bigint,
       coalesce(c.reopened, 0)::bigint, coalesce(c.closed, 0)::bigint, coalesce(c.out_of_scope, 0)::bigint,
       (n.findings - coalesce(sum(c.change) OVER (ORDER BY d.day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))::bigint
FROM now_open n
CROSS JOIN generate_series(greatest($1::date, (SELECT min(day) FROM sas.daily)),
                           (sasync.moment() AT TIME ZONE 'UTC')::date, interval '1 day') AS d(day)
LEFT JOIN counted c ON c.day = d.day::date
ORDER BY d.day
