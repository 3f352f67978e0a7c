-- The regions of the last whole walk.
SELECT r.key, coalesce((r.value ->> 'seen')::bigint, 0), coalesce((r.value ->> 'reported')::bigint, 0),
       coalesce((r.value ->> 'confirmed')::bigint, 0), coalesce((r.value ->> 'honoured')::boolean, true),
       r.value ->> 'refused', coalesce((r.value ->> 'hidden')::bigint, 0)
FROM sasync.source s
JOIN sasync.walk w ON w.account_id = s.account_id AND w.walk_id = s.last_whole_walk
CROSS JOIN LATERAL jsonb_each(w.regions) AS r
WHERE s.account_id = $1 AND s.source_id = $2::bigint
