UPDATE sasync.lease
SET expires_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
WHERE account_id = $1 AND holder = $2 AND token = $3::bigint
RETURNING 1
