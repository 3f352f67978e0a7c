SELECT NOT EXISTS (SELECT FROM sasync.open_count c WHERE c.account_id = $1)
   AND NOT EXISTS (SELECT FROM sasync.standing s WHERE s.account_id = $1)
