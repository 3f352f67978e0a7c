SELECT DISTINCT o.malicious_md5
FROM sasync.occurrence o
JOIN sasync.occurrence_state s ON s.account_id = o.account_id AND s.site = o.site AND s.row_key = o.row_key
WHERE o.account_id = $1 AND o.site = $2 AND s.gone_walk IS NULL
ORDER BY o.malicious_md5
