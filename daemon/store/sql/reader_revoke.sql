SELECT sasync.revoke_accounts($1::name, $2::text[])
