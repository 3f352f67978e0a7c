DELETE FROM sasync.sweep
WHERE ctid = ANY (ARRAY(
    SELECT ctid
    FROM sasync.sweep s
    WHERE s.started_at < (SELECT sasync.moment()) - $1::bigint * interval '1 millisecond'
      AND NOT EXISTS (SELECT FROM sasync.walk w WHERE w.sweep_id = s.sweep_id)
    LIMIT 10000))
