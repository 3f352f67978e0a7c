UPDATE sasync.source SET retired_at = now() WHERE account_id = $1 AND source_id = $2::bigint
