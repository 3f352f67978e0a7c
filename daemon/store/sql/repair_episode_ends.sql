-- What stood at the end of an absent finding's last episode, which the finding has too.
UPDATE sasync.episode e
SET last_status = f.status, repo_namespace = f.repo_namespace, repo_name = f.repo_name
FROM sasync.finding f
WHERE e.account_id = $1 AND f.account_id = $1 AND f.finding_key = e.finding_key AND f.episode = e.episode
  AND f.presence = 'absent' AND e.closed_at IS NOT NULL
  AND (e.last_status, e.repo_namespace, e.repo_name) IS DISTINCT FROM (f.status, f.repo_namespace, f.repo_name)
