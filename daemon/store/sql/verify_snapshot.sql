-- All of it sees the database as it is at one moment. It may take long, and ends soon after its asker is gone, where the
-- server can tell (PostgreSQL 14 and later). Every statement reads all of an account: where statistics are not fresh, the
-- planner takes that for a few rows and would loop over them.
SELECT set_config('statement_timeout', '1h', true), set_config('cursor_tuple_fraction', '1.0', true),
       set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true),
       (SELECT set_config(s.name, '2s', true) FROM pg_settings s WHERE s.name = 'client_connection_check_interval')
