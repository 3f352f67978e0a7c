SELECT account_id, coalesce(key_digest, '') FROM sasync.account WHERE label = $1 AND is_current
