-- Whether the account has no finding yet: then all are folded at once.
SELECT NOT EXISTS (SELECT FROM sasync.finding WHERE account_id = $1)
