INSERT INTO sasync.source AS s (account_id, site, suffix, filter, freshness_limit)
VALUES ($1, $2, $3, $4, $5::bigint * interval '1 millisecond')
ON CONFLICT (account_id, site, suffix) DO UPDATE
SET configured = true,
    registered_at = CASE WHEN s.configured THEN s.registered_at ELSE sasync.moment() END,
    unconfigured_at = NULL,
    retired_at = NULL,
    filter = excluded.filter,
    freshness_limit = excluded.freshness_limit
WHERE (s.configured, s.retired_at IS NULL, s.filter, s.freshness_limit)
      IS DISTINCT FROM (true, true, excluded.filter, excluded.freshness_limit)
