INSERT INTO sasync.daemon (holder, accounts, expires_at)
VALUES ($1, $2::text[], clock_timestamp() + $3::bigint * interval '1 millisecond')
ON CONFLICT (holder) DO UPDATE SET accounts = excluded.accounts, expires_at = excluded.expires_at
