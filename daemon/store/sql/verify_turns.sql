-- A finding opens once, closes only while open, and opens again only when closed. Where old events are no longer kept,
-- any may come first.
SELECT 'event' AS thing, s.finding_key, NULL::text AS place, 'kind of event ' || s.event_id AS field,
       s.kind || ' after ' || coalesce(s.former, 'nothing') AS stored,
       CASE s.kind WHEN 'opened' THEN 'the first one' WHEN 'closed' THEN 'after opened or reopened'
                   ELSE 'after closed' END AS expected
FROM (SELECT v.finding_key, v.event_id, v.kind, lag(v.kind) OVER (PARTITION BY v.finding_key ORDER BY v.at, v.event_id)
             AS former
      FROM sasync.event v
      WHERE v.account_id = $1 AND v.row_key IS NULL AND v.kind IN ('opened', 'closed', 'reopened')) s
WHERE (s.kind, coalesce(s.former, 'nothing')) NOT IN
      (('opened', 'nothing'), ('closed', 'opened'), ('closed', 'reopened'), ('reopened', 'closed'))
  AND (s.former IS NOT NULL OR NOT EXISTS (SELECT FROM sasync.pruned p WHERE p.what = 'event'))
UNION ALL
SELECT 'event', v.finding_key, NULL, 'finding_key of event ' || v.event_id, v.finding_key::text, 'a finding'
FROM sasync.event v
LEFT JOIN sasync.finding f ON f.account_id = $1 AND f.finding_key = v.finding_key
WHERE v.account_id = $1 AND f.finding_key IS NULL
UNION ALL
SELECT 'event', r.finding_key, NULL, 'rekeyed', r.told || ' events', r.stored || ' episodes that carry another one on'
FROM (SELECT t.finding_key, sum(t.told) AS told, sum(t.stored) AS stored
      FROM (SELECT v.finding_key, 1 AS told, 0 AS stored
            FROM sasync.event v
            WHERE v.account_id = $1 AND v.kind = 'rekeyed'
            UNION ALL
            SELECT e.finding_key, 0, 1
            FROM sasync.episode e
            WHERE e.account_id = $1 AND e.continued_from IS NOT NULL) t
      GROUP BY t.finding_key) r
WHERE r.told > r.stored OR r.told < r.stored AND NOT EXISTS (SELECT FROM sasync.pruned p WHERE p.what = 'event')
