SELECT row_key, misses, still_misses, (date_part('epoch', (SELECT sasync.moment()) - first_missed_at) * 1000)::bigint,
       held_by IS NOT NULL, is_released
FROM sasync.suspect
WHERE account_id = $1 AND site = $2
