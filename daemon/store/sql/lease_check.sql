-- Fences: a stale token finds no row, and a takeover waits until this transaction has ended. FOR KEY SHARE
-- would not do.
SELECT 1 FROM sasync.lease WHERE account_id = $1 AND token = $2::bigint FOR SHARE
