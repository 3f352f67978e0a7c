-- What is gone makes room first.
WITH room AS (
    DELETE FROM sasync.quarantine q
    USING (SELECT reason, digest FROM sasync.quarantine
           WHERE account_id = $1 AND source_id = $2::bigint AND gone_at IS NOT NULL
           ORDER BY gone_at DESC
           OFFSET greatest(0, $7::integer - cardinality($4::text[]))) old
    WHERE q.account_id = $1 AND q.source_id = $2::bigint AND q.reason = old.reason AND q.digest = old.digest
      AND NOT (q.reason, q.digest) IN (SELECT * FROM unnest($4::text[], $5::bigint[]))
)
INSERT INTO sasync.quarantine (account_id, source_id, first_walk, reason, digest, payload)
SELECT $1, $2::bigint, $3::bigint, n.*
FROM unnest($4::text[], $5::bigint[], $6::text[]) AS n
ON CONFLICT (account_id, source_id, reason, digest) DO UPDATE SET gone_at = NULL
