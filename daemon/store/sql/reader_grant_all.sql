SELECT sasync.grant_all_accounts($1::name)
