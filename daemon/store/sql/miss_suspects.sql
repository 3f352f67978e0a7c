-- Written when first missed, counted up after that. `still` misses are whole walks in a row that saw no
-- movement.
INSERT INTO sasync.suspect AS s
    (account_id, site, row_key, source_id, first_missed_walk, last_seen_at, misses, still_misses, asked, held_by)
SELECT $1, $2, n.row_key, o.source_id, $3::bigint, c.read_at, 1, n.was_still::integer, n.was_asked::integer,
       CASE WHEN n.is_held THEN $3::bigint END
FROM unnest($4::uuid[], $5::boolean[], $6::boolean[], $7::boolean[]) AS n(row_key, was_asked, is_held, was_still)
JOIN sasync.occurrence_state o
     ON o.account_id = $1 AND o.site = $2 AND o.row_key = n.row_key AND o.gone_walk IS NULL
JOIN sasync.source c ON c.account_id = $1 AND c.source_id = o.source_id
ORDER BY n.row_key
ON CONFLICT (account_id, site, row_key) DO UPDATE
SET misses = s.misses + 1,
    still_misses = CASE WHEN excluded.still_misses = 0 THEN 0 ELSE s.still_misses + 1 END,
    asked = s.asked + excluded.asked,
    held_by = CASE WHEN excluded.held_by IS NOT NULL THEN coalesce(s.held_by, excluded.held_by) END
