-- The two halves of an occurrence, and who they belong to.
SELECT 'occurrence' AS thing, s.finding_key, coalesce(o.site, s.site) || '/' || coalesce(o.row_key, s.row_key) AS place,
       v.field, v.stored, v.expected
FROM (SELECT t.site, t.row_key FROM sasync.occurrence t WHERE t.account_id = $1) o
FULL JOIN (SELECT t.site, t.row_key, t.finding_key, t.source_id FROM sasync.occurrence_state t WHERE t.account_id = $1) s
     ON s.site = o.site AND s.row_key = o.row_key
LEFT JOIN sasync.source c ON c.account_id = $1 AND c.source_id = s.source_id AND c.site = s.site
LEFT JOIN sasync.finding f ON f.account_id = $1 AND f.finding_key = s.finding_key
CROSS JOIN LATERAL (VALUES ('what stays of it', o.row_key IS NULL, 'a row of sasync.occurrence'),
                           ('what moves of it', s.row_key IS NULL, 'a row of sasync.occurrence_state'),
                           ('source_id ' || s.source_id, s.row_key IS NOT NULL AND c.source_id IS NULL,
                            'a source of its site'),
                           ('finding_key', s.row_key IS NOT NULL AND f.finding_key IS NULL, 'a finding'))
                   AS w(field, is_wrong, expected)
CROSS JOIN LATERAL (VALUES (w.field, NULL::text, w.expected)) AS v(field, stored, expected)
WHERE (o.row_key IS NULL OR s.row_key IS NULL OR c.source_id IS NULL OR f.finding_key IS NULL) AND w.is_wrong
