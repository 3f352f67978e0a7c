UPDATE sasync.sweep SET ended_at = now(), result = $2 WHERE sweep_id = $1::bigint
