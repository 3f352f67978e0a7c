DELETE FROM sasync.suspect s
USING unnest($3::uuid[]) AS n(row_key)
WHERE s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key
