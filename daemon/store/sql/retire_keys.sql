SELECT row_key
FROM sasync.occurrence_state
WHERE account_id = $1 AND site = $2 AND source_id = $3::bigint AND gone_walk IS NULL
ORDER BY row_key
