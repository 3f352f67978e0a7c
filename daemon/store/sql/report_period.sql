SELECT (date_part('epoch', sasync.moment()) * 1000)::bigint, begins.day - date '1970-01-01',
       (sasync.moment() AT TIME ZONE 'UTC')::date - date '1970-01-01'
FROM (SELECT coalesce($1::date, ((sasync.moment() - make_interval(secs => $2::bigint)) AT TIME ZONE 'UTC')::date) AS day)
     AS begins
