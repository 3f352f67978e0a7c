-- Looked at first: an INSERT that meets its conflict writes even where it changes nothing.
SELECT 1
FROM sasync.source
WHERE account_id = $1 AND site = $2 AND suffix = $3 AND filter = $4 AND configured AND retired_at IS NULL
  AND freshness_limit = $5::bigint * interval '1 millisecond'
