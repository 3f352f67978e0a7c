-- open by level and status
SELECT level, status_name, count(*) FROM sas.finding WHERE presence = 'present' GROUP BY 1, 2 ORDER BY 1, 2
-- newest 100 opened
SELECT account, image_uuid, malicious_md5, level, opened_at
FROM sas.finding WHERE presence = 'present' ORDER BY opened_at DESC LIMIT 100
-- 20 worst repositories
SELECT repo_instance_id, repo_namespace, repo_name, count(*)
FROM sas.finding WHERE presence = 'present' AND level = 'serious' GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 20
-- where the commonest file is, 100 of it
SELECT account, image_uuid, level, repo_name, opened_at
FROM sas.finding
WHERE malicious_md5 = (SELECT malicious_md5 FROM sas.occurrence LIMIT 1) AND presence = 'present'
LIMIT 100
-- trend of 180 days
SELECT day, sum(opened) AS opened, sum(closed) AS closed FROM sas.daily
WHERE day > current_date - 180 GROUP BY day ORDER BY day
-- time to remediate, 90 days
SELECT image_uuid, avg(closed_at - opened_at)
FROM sas.episode WHERE closed_at > now() - interval '90 days' AND close_reason <> 'out_of_scope'
GROUP BY image_uuid ORDER BY 2 DESC LIMIT 100
-- how fresh the sources are
SELECT source, health, fresh, age, open_findings FROM sas.source
