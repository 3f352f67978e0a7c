-- Findings as their occurrences fold, after `WITH expected AS (expected_findings.sql)`. Not where one would open or
-- close by it: that is an event, and none is made up.
UPDATE sasync.finding f
SET presence = x.presence, occurrences = x.occurrences, level = x.level, status = x.status,
    first_scan_at = x.first_scan_at, latest_scan_at = x.latest_scan_at, latest_verify_at = x.latest_verify_at,
    source_id = x.source_id, other_sources = x.other_sources, site = x.site, row_key = x.row_key
FROM expected x
WHERE f.account_id = $1 AND f.finding_key = x.finding_key
  AND (f.presence, f.occurrences, f.level, f.status, f.first_scan_at, f.latest_scan_at, f.latest_verify_at, f.source_id,
       f.other_sources, f.site, f.row_key)
      IS DISTINCT FROM
      (x.presence, x.occurrences, x.level, x.status, x.first_scan_at, x.latest_scan_at, x.latest_verify_at, x.source_id,
       x.other_sources, x.site, x.row_key)
  AND (x.presence = 'present')
      = EXISTS (SELECT FROM sasync.episode e
                WHERE e.account_id = $1 AND e.finding_key = f.finding_key AND e.closed_at IS NULL)
