UPDATE sasync.source s
SET configured = false, unconfigured_at = sasync.moment()
WHERE s.configured
  AND NOT EXISTS (SELECT FROM sasync.account a
                  WHERE a.account_id = s.account_id AND a.is_current AND a.label = ANY ($1::text[]))
