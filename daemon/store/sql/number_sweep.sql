SELECT setval(pg_get_serial_sequence('sasync.sweep', 'sweep_id'), $1::bigint, false)
