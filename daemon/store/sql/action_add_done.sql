INSERT INTO sasync.action (account_id, source_id, kind, asked_by, reason, done_at, result)
VALUES ($1, $2::bigint, $3, $4, $5, sasync.moment(), $6)
