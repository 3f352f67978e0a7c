-- Returns for each when it was last seen, and the first walk that missed it, as the suspects remember it.
WITH gone AS (
    UPDATE sasync.occurrence_state s
    SET gone_walk = $3::bigint, gone_at = (SELECT sasync.moment()), gone_reason = n.reason, gone_waived = n.waived
    FROM unnest($4::uuid[], $5::text[], $6::boolean[]) AS n(row_key, reason, waived)
    WHERE s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key AND s.gone_walk IS NULL
    RETURNING s.row_key, s.finding_key, s.source_id
)
SELECT g.row_key, g.finding_key, CASE WHEN p.row_key IS NULL THEN c.read_at ELSE p.last_seen_at END,
       coalesce(p.first_missed_walk, $3::bigint)
FROM gone g
LEFT JOIN sasync.suspect p ON p.account_id = $1 AND p.site = $2 AND p.row_key = g.row_key
LEFT JOIN sasync.source c ON c.account_id = $1 AND c.source_id = g.source_id
