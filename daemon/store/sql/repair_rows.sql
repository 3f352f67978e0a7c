UPDATE sasync.occurrence_state s
SET fingerprint = n.fingerprint, finding_key = n.finding_key
FROM unnest($2::text[], $3::uuid[], $4::bigint[], $5::uuid[]) AS n(site, row_key, fingerprint, finding_key)
WHERE s.account_id = $1 AND s.site = n.site AND s.row_key = n.row_key
