-- The row stays: its token must keep growing.
UPDATE sasync.lease
SET expires_at = '-infinity'
WHERE account_id = $1 AND holder = $2 AND token = $3::bigint
