DELETE FROM sasync.daemon WHERE expires_at < (SELECT sasync.moment()) - $1::bigint * interval '1 millisecond'
