DELETE FROM sasync.event
WHERE ctid = ANY (ARRAY(SELECT ctid FROM sasync.event
                        WHERE at < (SELECT sasync.moment()) - $1::bigint * interval '1 millisecond' LIMIT 10000))
