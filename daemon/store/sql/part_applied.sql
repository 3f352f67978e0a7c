-- What an earlier attempt whose outcome was unknown did.
SELECT opened, reopened, closed, changed, rescanned, rows_written
FROM sasync.walk_part
WHERE account_id = $1 AND walk_id = $2::bigint AND part = $3::integer
