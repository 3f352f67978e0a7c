UPDATE sasync.action
SET touched_at = CASE WHEN done_at IS NULL THEN clock_timestamp() ELSE touched_at END
WHERE account_id = $1 AND action_id = $2::bigint
RETURNING done_at IS NOT NULL, coalesce(result, '')
