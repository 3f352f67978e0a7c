SELECT action_id, source_id, kind, asked_by, coalesce(reason, '')
FROM sasync.action
WHERE account_id = $1 AND done_at IS NULL AND touched_at > clock_timestamp() - $2::bigint * interval '1 millisecond'
ORDER BY action_id
