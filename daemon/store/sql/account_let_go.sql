UPDATE sasync.account SET is_current = false, label = label || ' (' || account_id || ')'
WHERE label = $1 AND account_id <> $2 AND is_current
