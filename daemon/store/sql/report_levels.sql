-- What was open when the period began is what is open now, less what changed since.
WITH now_open AS (
    SELECT coalesce(level, '') AS level, max(level_rank) AS level_rank, sum(findings) AS findings,
           sum(findings) FILTER (WHERE status = 0) AS unhandled, sum(findings) FILTER (WHERE status = 3) AS whitelisted
    FROM sas.open_count
    GROUP BY 1
), changed AS (
    SELECT coalesce(level, '') AS level, sum(opened + reopened - closed + shifted) AS change
    FROM sas.daily
    WHERE day >= $1::date
    GROUP BY 1
)
SELECT level, coalesce(n.findings, 0)::bigint, (coalesce(n.findings, 0) - coalesce(c.change, 0))::bigint,
       coalesce(n.unhandled, 0)::bigint, coalesce(n.whitelisted, 0)::bigint
FROM (VALUES ('serious'), ('suspicious'), ('remind')) AS always (level)
FULL JOIN now_open n USING (level)
FULL JOIN changed c USING (level)
ORDER BY CASE level WHEN 'serious' THEN 1 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 3 WHEN '' THEN 5 ELSE 4 END, level
