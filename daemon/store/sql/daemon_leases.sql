SELECT account_id, holder
FROM sasync.lease
WHERE expires_at > clock_timestamp()
