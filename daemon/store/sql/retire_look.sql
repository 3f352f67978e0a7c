-- Locked, so that the settings cannot plan it again meanwhile.
SELECT site, configured, coalesce(unconfigured_at > sasync.moment() - interval '24 hours', false), retired_at IS NOT NULL
FROM sasync.source
WHERE account_id = $1 AND source_id = $2::bigint
FOR UPDATE
