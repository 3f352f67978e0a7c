DELETE FROM sasync.walk_part
WHERE ctid = ANY (ARRAY(SELECT ctid FROM sasync.walk_part
                        WHERE applied_at < (SELECT sasync.moment()) - $1::bigint * interval '1 millisecond' LIMIT 10000))
