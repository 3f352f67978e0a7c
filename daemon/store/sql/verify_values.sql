-- Level, status and latest scan: each change starts where the one before it ended, and the last one is what the finding
-- shows. Openings tell the level, but neither status nor scan: these two are followed from their first change in an
-- episode on. Rescans are many: those of the last $2 days are judged.
WITH step AS MATERIALIZED (
    SELECT v.finding_key, v.at, v.event_id, w.field, w.is_known, w.has_former, w.old_value, w.new_value
    FROM sasync.event v
    CROSS JOIN LATERAL (VALUES ('level', v.kind IN ('opened', 'reopened', 'level_changed', 'closed'), true,
                                v.kind IN ('level_changed', 'closed'), v.old_value,
                                CASE WHEN v.kind = 'closed' THEN v.old_value ELSE v.new_value END),
                               ('status', v.kind IN ('opened', 'reopened', 'status_changed'), v.kind = 'status_changed',
                                v.kind = 'status_changed', v.old_value, v.new_value),
                               ('latest_scan_at', v.kind IN ('opened', 'reopened'), false, false, NULL, NULL))
                       AS w(field, is_step, is_known, has_former, old_value, new_value)
    WHERE v.account_id = $1 AND v.row_key IS NULL AND w.is_step
      AND v.kind IN ('opened', 'reopened', 'closed', 'level_changed', 'status_changed')
    UNION ALL
    SELECT r.finding_key, r.at, r.event_id, 'latest_scan_at', true, true, sasync.iso(r.old_scan_at),
           sasync.iso(r.new_scan_at)
    FROM sasync.rescan r
    WHERE r.account_id = $1 AND r.row_key IS NULL AND r.at >= sasync.moment() - $2::bigint * interval '1 day'
),
chain AS (
    SELECT s.*, lag(s.is_known) OVER steps AS former_is_known, lag(s.new_value) OVER steps AS former,
           lead(s.event_id) OVER steps IS NULL AS is_last
    FROM step s
    WINDOW steps AS (PARTITION BY s.finding_key, s.field ORDER BY s.at, s.event_id)
)
SELECT 'event' AS thing, c.finding_key, NULL::text AS place, c.field || ' before event ' || c.event_id AS field,
       c.old_value AS stored, c.former AS expected
FROM chain c
WHERE c.has_former AND c.former_is_known AND c.old_value IS DISTINCT FROM c.former
UNION ALL
SELECT 'event', c.finding_key, NULL, c.field || ' of event ' || c.event_id, coalesce(c.new_value, 'nothing'),
       CASE c.field WHEN 'latest_scan_at' THEN 'later than ' ELSE 'other than ' END || coalesce(c.old_value, 'nothing')
FROM chain c
WHERE c.has_former AND (c.field = 'status' AND c.old_value IS NOT DISTINCT FROM c.new_value
                        OR c.field = 'latest_scan_at' AND c.old_value >= c.new_value)
UNION ALL
SELECT 'finding', c.finding_key, NULL, c.field, w.shown, c.new_value
FROM chain c
JOIN sasync.finding f ON f.account_id = $1 AND f.finding_key = c.finding_key
CROSS JOIN LATERAL (SELECT CASE c.field WHEN 'level' THEN f.level WHEN 'status' THEN sasync.status_name(f.status)
                                        ELSE sasync.iso(f.latest_scan_at) END) w(shown)
WHERE c.is_last AND c.is_known AND w.shown IS DISTINCT FROM c.new_value
