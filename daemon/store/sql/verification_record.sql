INSERT INTO sasync.verification AS v (account_id, verified_at, differences, verified_by)
VALUES ($1, sasync.moment(), $2::bigint, $3)
ON CONFLICT (account_id) DO UPDATE
SET verified_at = excluded.verified_at, differences = excluded.differences, verified_by = excluded.verified_by
