-- The clock is the database's. No row: somebody else holds it.
INSERT INTO sasync.lease AS l (account_id, holder, token, expires_at)
VALUES ($1, $2, 1, clock_timestamp() + $3::bigint * interval '1 millisecond')
ON CONFLICT (account_id) DO UPDATE
SET holder = excluded.holder, token = l.token + 1,
    expires_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
WHERE l.expires_at < clock_timestamp()
RETURNING token
