UPDATE sasync.quarantine q
SET gone_at = (SELECT sasync.moment())
FROM unnest($3::text[], $4::bigint[]) AS n(reason, digest)
WHERE q.account_id = $1 AND q.source_id = $2::bigint AND q.reason = n.reason AND q.digest = n.digest
