-- The fuse is waived for just the keys that are held now.
UPDATE sasync.suspect
SET is_released = true, held_by = NULL
WHERE account_id = $1 AND source_id = $2::bigint AND held_by IS NOT NULL
