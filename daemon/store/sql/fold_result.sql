-- What became of findings that were known before, after fold.sql.
SELECT w.finding_key, w.begins, w.ends, w.stays, w.opened_walk = $3::bigint AS is_new,
       w.stays AND w.level IS DISTINCT FROM w.old_level AS level_moved,
       w.stays AND w.status IS DISTINCT FROM w.old_status AS status_moved,
       w.stays AND w.latest_scan_at IS DISTINCT FROM w.old_latest_scan_at AS scan_moved
FROM was w
WHERE w.old_episode IS NOT NULL
