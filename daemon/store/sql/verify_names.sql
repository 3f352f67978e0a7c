SELECT f.finding_key, f.image_key, f.malicious_md5
FROM unnest($2::uuid[]) AS n(finding_key)
JOIN sasync.finding f ON f.account_id = $1 AND f.finding_key = n.finding_key
