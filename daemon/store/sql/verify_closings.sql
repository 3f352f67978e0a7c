-- What is gone or closed names a walk that is on record, of the same site, that counted it, and the answers that it
-- rests on; a retirement is an order, and proves nothing.
SELECT 'occurrence' AS thing, s.finding_key, s.site || '/' || s.row_key AS place, v.field, v.stored, v.expected
FROM sasync.occurrence_state s
LEFT JOIN sasync.walk w ON w.account_id = $1 AND w.walk_id = s.gone_walk
LEFT JOIN sasync.source c ON c.account_id = $1 AND c.source_id = w.source_id
CROSS JOIN LATERAL (VALUES ('gone_walk', s.gone_walk::text, w.walk_id IS NULL, 'a walk on record'),
                           ('gone_walk', s.gone_walk::text, w.walk_id IS NOT NULL AND c.site IS DISTINCT FROM s.site,
                            'a walk of its site'),
                           ('gone_at', sasync.iso(s.gone_at), s.gone_at IS NULL, 'a time'),
                           ('gone_reason', s.gone_reason,
                            coalesce(s.gone_reason NOT IN ('absent', 'out_of_scope', 'source_retired'), true), 'a reason'))
                   AS v(field, stored, is_wrong, expected)
WHERE s.account_id = $1 AND (s.gone_walk IS NOT NULL OR s.gone_at IS NOT NULL OR s.gone_reason IS NOT NULL) AND v.is_wrong
UNION ALL
SELECT 'event', s.finding_key, s.site || '/' || s.row_key, 'occurrence_gone or closed at ' || sasync.iso(s.gone_at), NULL,
       'an event'
FROM sasync.occurrence_state s
LEFT JOIN sasync.event v
     ON v.account_id = $1 AND v.finding_key = s.finding_key AND v.at = s.gone_at
    AND (v.kind = 'closed' OR v.kind = 'occurrence_gone' AND v.row_key = s.row_key)
WHERE s.account_id = $1 AND v.event_id IS NULL
  AND s.gone_at >= coalesce((SELECT p.before FROM sasync.pruned p WHERE p.what = 'event'), '-infinity')
UNION ALL
SELECT 'walk', NULL, 'walk ' || w.walk_id, 'closed', w.closed::text, g.gone || ' that are gone by it, or more'
FROM (SELECT s.gone_walk, count(*) AS gone
      FROM sasync.occurrence_state s
      WHERE s.account_id = $1 AND s.gone_walk IS NOT NULL
      GROUP BY s.gone_walk) g
JOIN sasync.walk w ON w.account_id = $1 AND w.walk_id = g.gone_walk
WHERE w.verdict IS NOT NULL AND coalesce(w.closed, 0) < g.gone
UNION ALL
SELECT 'episode', e.finding_key, 'episode ' || e.episode, v.field, v.stored, v.expected
FROM sasync.episode e
LEFT JOIN sasync.walk w ON w.account_id = $1 AND w.walk_id = e.closing_walk
CROSS JOIN LATERAL (VALUES ('closing_walk', e.closing_walk::text, w.walk_id IS NULL, 'a walk on record'),
                           ('closed of walk ' || w.walk_id, w.closed::text,
                            w.verdict IS NOT NULL AND coalesce(w.closed, 0) = 0, '1 or more'),
                           ('closed_at', sasync.iso(e.closed_at), e.closed_at IS NULL, 'a time'),
                           ('closed_at', sasync.iso(e.closed_at), e.closed_at < e.opened_at,
                            'later than ' || sasync.iso(e.opened_at)),
                           ('close_reason', e.close_reason,
                            coalesce(e.close_reason NOT IN ('absent', 'out_of_scope', 'source_retired'), true),
                            'a reason'),
                           ('proof', e.proof,
                            coalesce(e.proof NOT IN ('asked', 'walks'), e.close_reason IS DISTINCT FROM 'source_retired'),
                            'asked or walks'),
                           ('first_request_id', e.first_request_id, e.proof = 'asked' AND e.first_request_id IS NULL,
                            'the first answer that lacked it'),
                           ('closing_request_id', e.closing_request_id,
                            e.proof = 'asked' AND e.closing_request_id IS NULL, 'the answer that decided'))
                   AS v(field, stored, is_wrong, expected)
WHERE e.account_id = $1 AND v.is_wrong
  AND (e.closed_at IS NOT NULL OR e.closing_walk IS NOT NULL OR e.close_reason IS NOT NULL OR e.proof IS NOT NULL)
