SELECT sasync.grant_accounts($1::name, $2::text[], $3)
