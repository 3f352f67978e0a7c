-- Whoever leads the account has keys that work, and knows better.
UPDATE sasync.source s
SET last_verdict = 'refused', last_reason = $2
FROM sasync.account a
WHERE a.label = $1 AND a.is_current AND s.account_id = a.account_id AND s.configured
  AND NOT EXISTS (SELECT FROM sasync.lease l
                  WHERE l.account_id = a.account_id AND l.holder <> $3 AND l.expires_at >= clock_timestamp())
