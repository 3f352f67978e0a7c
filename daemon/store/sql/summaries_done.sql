DELETE FROM sasync.unsummarised WHERE account_id = $1
