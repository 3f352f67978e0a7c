INSERT INTO sasync.walk (account_id, sweep_id, source_id, daemon_version)
VALUES ($1, $2::bigint, $3::bigint, $4)
RETURNING walk_id
