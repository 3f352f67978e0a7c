-- Run once by a DBA, in the database that sasyncd will use, before or after the first `sasyncd migrate`:
--
--     psql --dbname=security --file=roles.sql
--
--   sasyncd_owner   owns both schemas; `sasyncd migrate` runs as a member of it (or as it)
--   sasyncd_writer  the daemon: reads and writes rows, changes no table; set database.migrate: false with it
--   sasyncd_reader  analysts and dashboards: the views of schema sas, and nothing else
--   sasyncd_account_reader
--                   of these views just the accounts that `sasyncd grant READER --account NAME` gave the very role that
--                   asks; that command grants it, nobody else need
--   sasyncd_views   owns the views while there is such a reader, so that row security holds in them; nobody's to use
--
-- None of them can log in. Make users of your own and grant them one of these:
--     CREATE ROLE sasyncd LOGIN PASSWORD '…' IN ROLE sasyncd_writer;
--     CREATE ROLE grafana LOGIN PASSWORD '…' IN ROLE sasyncd_reader;
--     ALTER ROLE grafana SET jit = off;      -- settings of a role are not inherited by its members
-- In a small installation one user in sasyncd_owner and sasyncd_writer does for migrating and for the daemon.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['sasyncd_owner', 'sasyncd_writer', 'sasyncd_reader', 'sasyncd_account_reader',
                              'sasyncd_views'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
END
$$;

-- For `sasyncd grant` and `sasyncd revoke`, which run as a member of the owner.
GRANT sasyncd_reader, sasyncd_account_reader TO sasyncd_owner WITH ADMIN OPTION;
GRANT sasyncd_views TO sasyncd_owner;

-- Dashboards ask many short questions; compiling them takes longer than answering.
ALTER ROLE sasyncd_reader SET jit = off;

CREATE SCHEMA IF NOT EXISTS sasync;
CREATE SCHEMA IF NOT EXISTS sas;

-- What was migrated before goes to the owner too.
DO $$
DECLARE
    thing record;
BEGIN
    FOR thing IN
        SELECT format('SCHEMA %I', nspname) AS name FROM pg_namespace WHERE nspname IN ('sasync', 'sas')
        UNION ALL
        SELECT format('%s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                      n.nspname, c.relname)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('sasync', 'sas') AND c.relkind IN ('r', 'v', 'S')
          -- Sequences of identity columns follow their table.
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i' AND c.relkind = 'S')
        UNION ALL
        SELECT format('FUNCTION %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname IN ('sasync', 'sas')
    LOOP
        EXECUTE format('ALTER %s OWNER TO sasyncd_owner', thing.name);
    END LOOP;
    IF to_regproc('sasync.grant_to_roles') IS NOT NULL THEN
        PERFORM sasync.grant_to_roles();
    END IF;
END
$$;
