-- Findings against their occurrences, after `WITH expected AS (expected_findings.sql)`.
SELECT 'finding' AS thing, x.finding_key, NULL::text AS place, v.field, v.stored, v.expected
FROM expected x
LEFT JOIN sasync.finding f ON f.account_id = $1 AND f.finding_key = x.finding_key
CROSS JOIN LATERAL (VALUES ('presence', f.presence, x.presence),
                           ('occurrences', f.occurrences::text, x.occurrences::text),
                           ('level', f.level, x.level),
                           ('status', f.status::text, x.status::text),
                           ('first_scan_at', sasync.iso(f.first_scan_at), sasync.iso(x.first_scan_at)),
                           ('latest_scan_at', sasync.iso(f.latest_scan_at), sasync.iso(x.latest_scan_at)),
                           ('latest_verify_at', sasync.iso(f.latest_verify_at), sasync.iso(x.latest_verify_at)),
                           ('source_id', f.source_id::text, x.source_id::text),
                           ('other_sources', f.other_sources::text, x.other_sources::text),
                           ('row_key', f.site || '/' || f.row_key, x.site || '/' || x.row_key))
                   AS v(field, stored, expected)
WHERE (f.presence, f.occurrences, f.level, f.status, f.first_scan_at, f.latest_scan_at, f.latest_verify_at, f.source_id,
       f.other_sources, f.site, f.row_key)
      IS DISTINCT FROM
      (x.presence, x.occurrences, x.level, x.status, x.first_scan_at, x.latest_scan_at, x.latest_verify_at, x.source_id,
       x.other_sources, x.site, x.row_key)
  AND v.stored IS DISTINCT FROM v.expected
  AND (NOT x.is_missing OR v.field = 'presence')
