SELECT o.row_key, o.malicious_md5, s.status, o.digest, o.layer, o.container_id, o.repo_id, o.target_id,
       o.repo_region_id, s.level
FROM unnest($3::uuid[]) AS n(row_key)
JOIN sasync.occurrence o ON o.account_id = $1 AND o.site = $2 AND o.row_key = n.row_key
JOIN sasync.occurrence_state s ON s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key
