UPDATE sasync.source s
SET configured = false, unconfigured_at = sasync.moment()
WHERE s.account_id = $1 AND s.configured
  AND (s.site, s.suffix) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))
