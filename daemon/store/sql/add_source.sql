INSERT INTO sasync.source (account_id, site, suffix, filter)
VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, site, suffix) DO NOTHING
