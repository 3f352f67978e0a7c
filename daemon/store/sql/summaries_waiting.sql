SELECT EXISTS (SELECT FROM sasync.unsummarised u WHERE u.account_id = $1)
