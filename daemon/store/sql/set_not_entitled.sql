UPDATE sasync.source
SET not_entitled_at = CASE WHEN $3::boolean THEN now() END
WHERE account_id = $1 AND source_id = $2::bigint AND ($3::boolean OR not_entitled_at IS NOT NULL)
