-- Whether there is a schema, and whether this role could change it: it owns both schemas, or may create them.
SELECT to_regclass('sasync.schema_migration') IS NOT NULL,
       bool_and(CASE WHEN n.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                     ELSE pg_has_role(current_user, n.nspowner, 'USAGE') END),
       current_user,
       current_database()
FROM (VALUES ('sasync'), ('sas')) AS s(name)
LEFT JOIN pg_namespace n ON n.nspname = s.name
