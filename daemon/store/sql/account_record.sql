INSERT INTO sasync.account AS a (account_id, label, key_digest)
VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE
SET label = excluded.label, key_digest = excluded.key_digest, is_current = true, recorded_at = sasync.moment()
WHERE (a.label, a.key_digest, a.is_current) IS DISTINCT FROM (excluded.label, excluded.key_digest, true)
