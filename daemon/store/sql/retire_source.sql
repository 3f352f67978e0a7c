UPDATE sasync.source SET retired_at = sasync.moment() WHERE account_id = $1 AND source_id = $2::bigint
