-- Whoever walks next says of walks that never ended that they did not.
UPDATE sasync.walk
SET verdict = 'interrupted', ended_at = sasync.moment(), reason = 'the process that walked ended, or lost the lease'
WHERE account_id = $1 AND source_id = $2::bigint AND verdict IS NULL
