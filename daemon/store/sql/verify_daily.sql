-- The sums of daily against what is open now, and its days against the events that it counts, from the day on of which
-- all events are kept.
SELECT 'daily' AS thing, NULL::uuid AS finding_key,
       concat_ws('/', t.level, t.repo_instance_id, t.repo_namespace, t.repo_name) AS place, 'open findings' AS field,
       sum(t.daily)::text AS stored, sum(t.open)::text AS expected
FROM (SELECT d.level, d.repo_instance_id, d.repo_namespace, d.repo_name,
             d.opened + d.reopened - d.closed + d.shifted AS daily, 0 AS open
      FROM sasync.daily d
      WHERE d.account_id = $1
      UNION ALL
      SELECT coalesce(f.level, ''), coalesce(f.repo_instance_id, ''), coalesce(f.repo_namespace, ''),
             coalesce(f.repo_name, ''), 0, 1
      FROM sasync.finding f
      WHERE f.account_id = $1 AND f.presence = 'present') t
GROUP BY t.level, t.repo_instance_id, t.repo_namespace, t.repo_name
HAVING sum(t.daily) <> sum(t.open)
UNION ALL
SELECT 'daily', NULL, concat_ws(' ', n.day, n.level), v.field, v.stored, v.expected
FROM (SELECT t.day, t.level, sum(t.opened) AS opened, sum(t.initial) AS initial, sum(t.reopened) AS reopened,
             sum(t.closed) AS closed, sum(t.out_of_scope) AS out_of_scope, sum(t.told_opened) AS told_opened,
             sum(t.told_initial) AS told_initial, sum(t.told_reopened) AS told_reopened,
             sum(t.told_closed) AS told_closed, sum(t.told_out_of_scope) AS told_out_of_scope
      FROM (SELECT d.day, d.level, d.opened, d.initial, d.reopened, d.closed, d.out_of_scope, 0 AS told_opened,
                   0 AS told_initial, 0 AS told_reopened, 0 AS told_closed, 0 AS told_out_of_scope
            FROM sasync.daily d
            WHERE d.account_id = $1
            UNION ALL
            SELECT (v.at AT TIME ZONE 'UTC')::date,
                   coalesce(CASE WHEN v.kind = 'closed' THEN v.old_value ELSE v.new_value END, ''), 0, 0, 0, 0, 0,
                   (v.kind = 'opened')::integer,
                   (v.kind = 'opened' AND coalesce(v.reason = 'initial', false))::integer,
                   (v.kind = 'reopened')::integer, (v.kind = 'closed')::integer,
                   (v.kind = 'closed' AND coalesce(v.reason <> 'absent', false))::integer
            FROM sasync.event v
            WHERE v.account_id = $1 AND v.row_key IS NULL AND v.kind IN ('opened', 'reopened', 'closed')) t
      GROUP BY t.day, t.level) n
CROSS JOIN LATERAL (VALUES ('opened', n.opened::text, n.told_opened::text),
                           ('initial', n.initial::text, n.told_initial::text),
                           ('reopened', n.reopened::text, n.told_reopened::text),
                           ('closed', n.closed::text, n.told_closed::text),
                           ('out_of_scope', n.out_of_scope::text, n.told_out_of_scope::text))
                   AS v(field, stored, expected)
WHERE v.stored <> v.expected
  AND n.day > coalesce((SELECT (p.before AT TIME ZONE 'UTC')::date FROM sasync.pruned p WHERE p.what = 'event'),
                       '-infinity')
