-- Episodes as their events tell them, after `WITH replayed AS (replayed_episodes.sql)`, where all of those are there. Not
-- where an episode has an end of which no event tells: that event may be what is missing.
UPDATE sasync.episode e
SET opened_at = r.opened_at, opening_walk = r.opening_walk, is_initial = r.is_initial, closed_at = r.closed_at,
    closing_walk = r.closing_walk, close_reason = r.close_reason, first_request_id = r.first_request_id,
    closing_request_id = r.closing_request_id, level = r.level
FROM replayed r
WHERE e.account_id = $1 AND e.finding_key = r.finding_key AND e.episode = r.episode AND r.is_whole
  AND (e.closed_at IS NULL OR r.closed_at IS NOT NULL)
  AND (e.opened_at, e.opening_walk, e.is_initial, e.closed_at, e.closing_walk, e.close_reason, e.first_request_id,
       e.closing_request_id, e.level)
      IS DISTINCT FROM
      (r.opened_at, r.opening_walk, r.is_initial, r.closed_at, r.closing_walk, r.close_reason, r.first_request_id,
       r.closing_request_id, r.level)
