-- The sums of daily become what is open now, as of today; which day is wrong, nobody knows.
INSERT INTO sasync.daily AS d (account_id, day, level, repo_instance_id, repo_namespace, repo_name, shifted)
SELECT $1, (sasync.moment() AT TIME ZONE 'UTC')::date, t.level, t.repo_instance_id, t.repo_namespace, t.repo_name,
       sum(t.open) - sum(t.daily)
FROM (SELECT s.level, s.repo_instance_id, s.repo_namespace, s.repo_name,
             s.opened + s.reopened - s.closed + s.shifted AS daily, 0 AS open
      FROM sasync.daily s
      WHERE s.account_id = $1
      UNION ALL
      SELECT coalesce(f.level, ''), coalesce(f.repo_instance_id, ''), coalesce(f.repo_namespace, ''),
             coalesce(f.repo_name, ''), 0, 1
      FROM sasync.finding f
      WHERE f.account_id = $1 AND f.presence = 'present') t
GROUP BY t.level, t.repo_instance_id, t.repo_namespace, t.repo_name
HAVING sum(t.daily) <> sum(t.open)
ON CONFLICT (account_id, day, level, repo_instance_id, repo_namespace, repo_name) DO UPDATE
SET shifted = d.shifted + excluded.shifted
