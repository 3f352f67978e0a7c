DELETE FROM sasync.quarantine WHERE gone_at < (SELECT sasync.moment()) - $1::bigint * interval '1 millisecond'
