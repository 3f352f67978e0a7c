WITH counted AS (
    SELECT account_id, source, sum(findings)::bigint AS findings
    FROM sas.open_count
    GROUP BY account_id, source
)
SELECT s.account, s.source, s.health, s.configured, (date_part('epoch', sasync.moment() - s.read_at) * 1000)::bigint,
       (date_part('epoch', sasync.moment() - s.proven_at) * 1000)::bigint,
       (date_part('epoch', s.freshness_limit) * 1000)::bigint, coalesce(c.findings, 0), s.held, coalesce(s.reason, '')
FROM sas.source s
LEFT JOIN counted c ON c.account_id = s.account_id AND c.source = s.source
ORDER BY CASE s.health WHEN 'refused' THEN 1 WHEN 'stale' THEN 2 WHEN 'held' THEN 3 WHEN 'new' THEN 4 WHEN 'ok' THEN 5
                       ELSE 6 END, s.source
