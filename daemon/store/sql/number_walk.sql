SELECT setval(pg_get_serial_sequence('sasync.walk', 'walk_id'), $1::bigint, false)
