SELECT a.label, f.presence = 'present', coalesce(f.level, ''), coalesce(sasync.status_name(f.status), ''), count(*)
FROM sasync.finding f
JOIN sasync.account a ON a.account_id = f.account_id
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
