SELECT account_id, label FROM sasync.account ORDER BY label, account_id
