SELECT holder, (date_part('epoch', expires_at - clock_timestamp()) * 1000)::bigint
FROM sasync.lease
WHERE account_id = $1 AND expires_at > '-infinity'
