DELETE FROM sasync.rescan
WHERE ctid = ANY (ARRAY(SELECT ctid FROM sasync.rescan
                        WHERE at < (SELECT sasync.moment()) - $1::bigint * interval '1 millisecond' LIMIT 10000))
