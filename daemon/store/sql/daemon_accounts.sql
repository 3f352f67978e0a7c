SELECT d.holder, a.account_id
FROM sasync.daemon d, unnest(d.accounts) AS a(account_id)
WHERE d.expires_at > clock_timestamp()
