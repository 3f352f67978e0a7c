-- What the table of sources at the end of a sync shows.
SELECT w.source, w.verdict, coalesce(w.reason, ''), coalesce(w.pages, 0), coalesce(w.rows, 0), coalesce(w.suspects, 0),
       coalesce(w.held, 0), coalesce(w.left_open, 0), coalesce(w.findings_opened, 0), coalesce(w.findings_reopened, 0),
       coalesce(w.findings_changed, 0), coalesce(w.findings_rescanned, 0), coalesce(w.findings_closed, 0),
       (date_part('epoch', w.ended_at - w.started_at) * 1000)::bigint, t.not_entitled_at IS NOT NULL
FROM sas.walk w
JOIN sasync.walk n ON n.account_id = w.account_id AND n.walk_id = w.walk_id
JOIN sasync.source t ON t.account_id = n.account_id AND t.source_id = n.source_id
WHERE w.account_id = $1 AND w.sweep_id = $2::bigint AND w.verdict IS NOT NULL
ORDER BY w.source
