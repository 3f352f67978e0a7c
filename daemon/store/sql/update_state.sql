-- Rows whose fingerprint moved, and gone ones that come back. Times only move forward, except for the latter.
UPDATE sasync.occurrence_state s
SET source_id = $3::bigint,
    fingerprint = n.fingerprint,
    event_id = coalesce(n.event_id, s.event_id),
    level = n.level,
    status = n.status,
    first_scan_at = n.first_scan_at,
    latest_scan_at = CASE WHEN s.gone_walk IS NULL THEN greatest(s.latest_scan_at, n.latest_scan_at)
                          ELSE n.latest_scan_at END,
    latest_verify_at = CASE WHEN s.gone_walk IS NULL THEN greatest(s.latest_verify_at, n.latest_verify_at)
                            ELSE n.latest_verify_at END,
    appeared_at = CASE WHEN s.gone_walk IS NULL THEN s.appeared_at ELSE (SELECT sasync.moment()) END,
    scan_regressed = s.scan_regressed AND s.gone_walk IS NULL,
    gone_at = NULL,
    gone_walk = NULL,
    gone_reason = NULL,
    gone_waived = false
FROM unnest($4::uuid[], $5::bigint[], $6::bigint[], $7::text[], $8::integer[], $9::timestamptz[],
            $10::timestamptz[], $11::timestamptz[])
         AS n(row_key, fingerprint, event_id, level, status, first_scan_at, latest_scan_at, latest_verify_at)
JOIN sasync.occurrence_state old ON old.account_id = $1 AND old.site = $2 AND old.row_key = n.row_key
WHERE s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key
RETURNING s.row_key, s.finding_key, old.gone_walk IS NOT NULL,
          old.level IS DISTINCT FROM s.level, old.level, s.level,
          old.status IS DISTINCT FROM s.status, sasync.status_name(old.status), sasync.status_name(s.status),
          old.latest_scan_at IS DISTINCT FROM s.latest_scan_at, old.latest_scan_at, s.latest_scan_at
