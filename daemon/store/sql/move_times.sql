-- The nightly rescan: only times moved, and perhaps the API's Id was given for the first time. All updates
-- are HOT.
UPDATE sasync.occurrence_state s
SET latest_scan_at = greatest(s.latest_scan_at, n.latest_scan_at),
    latest_verify_at = greatest(s.latest_verify_at, n.latest_verify_at),
    event_id = coalesce(n.event_id, s.event_id)
FROM unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::bigint[])
         AS n(row_key, latest_scan_at, latest_verify_at, event_id)
JOIN sasync.occurrence_state old ON old.account_id = $1 AND old.site = $2 AND old.row_key = n.row_key
WHERE s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key AND s.gone_walk IS NULL
RETURNING s.row_key, s.finding_key, old.latest_scan_at IS DISTINCT FROM s.latest_scan_at, old.latest_scan_at,
          s.latest_scan_at
