SELECT sasync.revoke_all_accounts($1::name)
