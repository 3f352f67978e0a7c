SELECT (date_part('epoch', min(t.expires_at) - clock_timestamp()) * 1000)::bigint
FROM (SELECT holder, expires_at FROM sasync.lease
      UNION ALL
      SELECT holder, expires_at FROM sasync.daemon) AS t
WHERE t.holder <> $1 AND t.expires_at > clock_timestamp()
