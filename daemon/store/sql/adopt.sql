-- Rows that another source of the site showed until now. No event: nothing happened to the finding.
UPDATE sasync.occurrence_state s
SET source_id = $3::bigint
FROM unnest($4::uuid[]) AS n(row_key)
WHERE s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key AND s.source_id <> $3::bigint
RETURNING s.finding_key
