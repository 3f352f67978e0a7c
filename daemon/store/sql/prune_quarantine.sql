DELETE FROM sasync.quarantine WHERE gone_at < now() - $1::bigint * interval '1 millisecond'
