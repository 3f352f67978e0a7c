-- What the walk taught, and how fresh the source is now: one row a walk.
UPDATE sasync.source
SET page_size_works = $4::integer,
    largest_answer = $5::integer,
    slice_by_status = $6::boolean,
    slice_by_scan_range = $7::boolean,
    dishonest_walks = $8::integer,
    slices_compared_at = CASE WHEN $9::boolean THEN sasync.moment() ELSE slices_compared_at END,
    last_walk = $3::bigint,
    last_verdict = $10,
    last_reason = $11,
    read_at = CASE WHEN $10 = 'whole' THEN sasync.moment() ELSE read_at END,
    proven_at = CASE WHEN $12::boolean THEN sasync.moment() ELSE proven_at END,
    first_whole_walk = CASE WHEN $10 = 'whole' THEN coalesce(first_whole_walk, $3::bigint) ELSE first_whole_walk END,
    last_whole_walk = CASE WHEN $10 = 'whole' THEN $3::bigint ELSE last_whole_walk END,
    not_entitled_at = CASE WHEN $10 = 'refused' THEN not_entitled_at END
WHERE account_id = $1 AND source_id = $2::bigint
