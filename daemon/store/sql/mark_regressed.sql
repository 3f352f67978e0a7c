-- An older scan time than the recorded one was told: once an episode.
UPDATE sasync.occurrence_state s
SET scan_regressed = true
FROM unnest($3::uuid[], $4::timestamptz[]) AS n(row_key, older)
WHERE s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key AND s.gone_walk IS NULL AND NOT s.scan_regressed
RETURNING s.row_key, s.finding_key, sasync.iso(s.latest_scan_at), sasync.iso(n.older)
