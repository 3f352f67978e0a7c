INSERT INTO sasync.sweep (kind, daemon_version, holder) VALUES ($1, $2, $3) RETURNING sweep_id
