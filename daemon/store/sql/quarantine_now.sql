SELECT reason, digest FROM sasync.quarantine WHERE account_id = $1 AND source_id = $2::bigint AND gone_at IS NULL
