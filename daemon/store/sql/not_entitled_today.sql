SELECT site || suffix
FROM sasync.source
WHERE account_id = $1 AND not_entitled_at > now() - interval '24 hours'
