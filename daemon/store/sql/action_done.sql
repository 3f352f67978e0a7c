UPDATE sasync.action
SET done_at = sasync.moment(), result = $3
WHERE account_id = $1 AND action_id = ANY ($2::bigint[]) AND done_at IS NULL
