SELECT source_id, first_whole_walk IS NULL,
       slices_compared_at IS NULL OR slices_compared_at < sasync.moment() - interval '24 hours',
       page_size_works, largest_answer, slice_by_status, slice_by_scan_range, dishonest_walks
FROM sasync.source
WHERE account_id = $1 AND site = $2 AND suffix = $3
