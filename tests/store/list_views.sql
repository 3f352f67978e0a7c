-- The contract with analysts, a line a column or function: view, column and type in their order; function and what it
-- returns. tests/store/released_views.txt is what this printed of the last release:
--   psql --no-psqlrc --tuples-only --no-align --file=tests/store/list_views.sql DATABASE > tests/store/released_views.txt
SELECT line
FROM (SELECT c.relname AS name, a.attnum::integer AS number,
             c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) AS line
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'sas'::regnamespace AND c.relkind = 'v'
      UNION ALL
      SELECT p.proname, 0, p.proname || '(' || pg_get_function_arguments(p.oid) || ') ' || pg_get_function_result(p.oid)
      FROM pg_proc p
      WHERE p.pronamespace = 'sas'::regnamespace) t
ORDER BY name COLLATE "C", number, line COLLATE "C"
