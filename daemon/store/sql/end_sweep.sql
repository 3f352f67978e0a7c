UPDATE sasync.sweep SET ended_at = sasync.moment(), result = $2 WHERE sweep_id = $1::bigint
