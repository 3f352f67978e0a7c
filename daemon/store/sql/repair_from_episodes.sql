-- What findings say of their last episode, which is on record itself; its level too where an event tells it. Not where
-- the two differ in presence.
UPDATE sasync.finding f
SET episode = x.episode, opened_at = x.opened_at, opened_walk = x.opening_walk, closed_at = x.closed_at,
    close_reason = x.close_reason, level = x.level
FROM (SELECT g.finding_key, e.episode, e.opened_at, e.opening_walk, e.closed_at, e.close_reason,
             CASE WHEN v.finding_key IS NULL THEN g.level ELSE v.old_value END AS level
      FROM sasync.finding g
      JOIN sasync.episode e
           ON e.account_id = $1 AND e.finding_key = g.finding_key
          AND e.episode = (SELECT max(l.episode) FROM sasync.episode l
                           WHERE l.account_id = $1 AND l.finding_key = g.finding_key)
      LEFT JOIN sasync.event v
           ON v.account_id = $1 AND v.finding_key = g.finding_key AND v.at = e.closed_at AND v.kind = 'closed'
      WHERE g.account_id = $1 AND (g.presence = 'present') = (e.closed_at IS NULL)) x
WHERE f.account_id = $1 AND f.finding_key = x.finding_key
  AND (f.episode, f.opened_at, f.opened_walk, f.closed_at, f.close_reason, f.level)
      IS DISTINCT FROM (x.episode, x.opened_at, x.opening_walk, x.closed_at, x.close_reason, x.level)
