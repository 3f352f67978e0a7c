-- Episodes as the events alone tell them; where a finding's oldest events are no longer kept, counted from its last
-- episode back. `is_whole`: all of the finding's events are there, and in turn.
SELECT t.finding_key, t.episode, bool_and(t.is_whole) AS is_whole,
       max(t.at) FILTER (WHERE t.opens) AS opened_at, max(t.walk_id) FILTER (WHERE t.opens) AS opening_walk,
       coalesce(bool_or(t.reason = 'initial') FILTER (WHERE t.opens), false) AS is_initial,
       max(t.at) FILTER (WHERE NOT t.opens) AS closed_at, max(t.walk_id) FILTER (WHERE NOT t.opens) AS closing_walk,
       max(t.reason) FILTER (WHERE NOT t.opens) AS close_reason,
       max(t.first_request_id) FILTER (WHERE NOT t.opens) AS first_request_id,
       max(t.request_id) FILTER (WHERE NOT t.opens) AS closing_request_id,
       CASE WHEN bool_or(NOT t.opens) THEN max(t.old_value) FILTER (WHERE NOT t.opens)
            ELSE max(t.new_value) FILTER (WHERE t.opens) END AS level
FROM (SELECT s.*,
             CASE WHEN s.first_kind = 'opened' THEN s.openings - s.openings_from_here
                  ELSE s.last_episode - s.openings_from_here END + s.opens::integer AS episode,
             s.openings = s.last_episode AND s.first_kind = 'opened' AND NOT s.is_out_of_turn AS is_whole
      FROM (SELECT r.*, count(*) FILTER (WHERE r.opens) OVER later AS openings_from_here,
                   count(*) FILTER (WHERE r.opens) OVER whole AS openings,
                   first_value(r.kind) OVER whole AS first_kind,
                   coalesce(bool_or(r.opens = r.former_opens) OVER whole, false) AS is_out_of_turn
            FROM (SELECT v.finding_key, v.event_id, v.kind, v.at, v.walk_id, v.reason, v.old_value, v.new_value,
                         v.first_request_id, v.request_id, v.kind <> 'closed' AS opens, e.last_episode,
                         lag(v.kind <> 'closed') OVER (PARTITION BY v.finding_key ORDER BY v.at, v.event_id)
                             AS former_opens
                  FROM sasync.event v
                  JOIN (SELECT i.finding_key, max(i.episode) AS last_episode
                        FROM sasync.episode i
                        WHERE i.account_id = $1
                        GROUP BY i.finding_key) e ON e.finding_key = v.finding_key
                  WHERE v.account_id = $1 AND v.row_key IS NULL AND v.kind IN ('opened', 'closed', 'reopened')) r
            WINDOW later AS (PARTITION BY r.finding_key ORDER BY r.at DESC, r.event_id DESC),
                   whole AS (PARTITION BY r.finding_key ORDER BY r.at, r.event_id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) s) t
GROUP BY t.finding_key, t.episode
