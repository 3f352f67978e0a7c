-- Rescans of single occurrences that did not move the latest scan of their finding.
INSERT INTO sasync.rescan (account_id, walk_id, source_id, finding_key, row_key, old_scan_at, new_scan_at, at)
SELECT $1, $2::bigint, $3::bigint, n.*, (SELECT sasync.moment())
FROM unnest($4::uuid[], $5::uuid[], $6::timestamptz[], $7::timestamptz[]) AS n
ORDER BY 4, 5
