-- Episodes against the events that opened and closed them, after `WITH replayed AS (replayed_episodes.sql)`; judged from
-- the time on from which all events are kept.
SELECT 'episode' AS thing, coalesce(e.finding_key, r.finding_key) AS finding_key,
       'episode ' || coalesce(e.episode, r.episode) AS place, v.field, v.stored, v.expected
FROM (SELECT i.* FROM sasync.episode i WHERE i.account_id = $1) e
FULL JOIN replayed r ON r.finding_key = e.finding_key AND r.episode = e.episode
CROSS JOIN LATERAL (SELECT coalesce((SELECT p.before FROM sasync.pruned p WHERE p.what = 'event'), '-infinity')) h(since)
CROSS JOIN LATERAL (SELECT r.opened_at IS NOT NULL OR e.opened_at >= h.since,
                           r.closed_at IS NOT NULL OR e.closed_at >= h.since) k(opening, closing)
CROSS JOIN LATERAL (VALUES ('opened_at', k.opening, sasync.iso(e.opened_at), sasync.iso(r.opened_at)),
                           ('opening_walk', k.opening, e.opening_walk::text, r.opening_walk::text),
                           ('is_initial', k.opening, e.is_initial::text, r.is_initial::text),
                           ('closed_at', k.closing, sasync.iso(e.closed_at), sasync.iso(r.closed_at)),
                           ('closing_walk', k.closing, e.closing_walk::text, r.closing_walk::text),
                           ('close_reason', k.closing, e.close_reason, r.close_reason),
                           ('first_request_id', k.closing, e.first_request_id, r.first_request_id),
                           ('closing_request_id', k.closing, e.closing_request_id, r.closing_request_id),
                           ('level', k.closing OR k.opening AND e.closed_at IS NULL, e.level, r.level))
                   AS v(field, is_judged, stored, expected)
WHERE v.is_judged AND v.stored IS DISTINCT FROM v.expected
  AND (e.finding_key IS NOT NULL AND r.finding_key IS NOT NULL OR v.field = 'opened_at' OR v.field = 'closed_at')
  AND (e.opened_at, e.opening_walk, e.is_initial, e.closed_at, e.closing_walk, e.close_reason, e.first_request_id,
       e.closing_request_id, e.level)
      IS DISTINCT FROM
      (r.opened_at, r.opening_walk, r.is_initial, r.closed_at, r.closing_walk, r.close_reason, r.first_request_id,
       r.closing_request_id, r.level)
