SELECT site || suffix
FROM sasync.source
WHERE account_id = $1 AND not_entitled_at > sasync.moment() - interval '24 hours'
