-- Whoever walks next says of walks that never ended that they did not, and what they closed until then: that is what
-- keeps a certificate.
UPDATE sasync.walk w
SET verdict = 'interrupted', ended_at = sasync.moment(),
    reason = 'the process that walked ended, or lost the lease',
    closed = (SELECT count(*) FROM sasync.occurrence_state s
              WHERE s.account_id = $1 AND s.gone_walk = w.walk_id)
WHERE w.account_id = $1 AND w.source_id = $2::bigint AND w.verdict IS NULL
