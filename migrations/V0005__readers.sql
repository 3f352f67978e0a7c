-- Readers who may see some accounts only. What follows costs nothing until `sasyncd grant READER --account NAME` names the
-- first one: only then do the tables get row security, and only as long as there is such a reader.
--
-- Then the views of sas belong to sasyncd_views, which does not own the tables, so that row security holds for what is
-- read through them; who asks is still current_user there. A role sees all accounts where it was granted the views in any
-- other way than through sasyncd_account_reader; a reader of accounts sees those that were granted to the very role that
-- asks, and any other role is refused rather than shown nothing, which would read as "all clean".

CREATE TABLE sasync.reader_account (
    reader     text COLLATE "C" NOT NULL,
    account_id text COLLATE "C" NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT sasync.moment(),
    granted_by text NOT NULL DEFAULT session_user,
    PRIMARY KEY (reader, account_id)
);
COMMENT ON TABLE sasync.reader_account IS 'Which accounts a reader may see that may not see all. Written by sasyncd grant and sasyncd revoke.';
COMMENT ON COLUMN sasync.reader_account.reader IS 'The database role.';
COMMENT ON COLUMN sasync.reader_account.account_id IS 'The cloud''s id of an account that it may see.';
COMMENT ON COLUMN sasync.reader_account.granted_at IS 'When that was granted.';
COMMENT ON COLUMN sasync.reader_account.granted_by IS 'Who granted it.';

-- What the policies ask. A reader can set search_path, so these do not go by it; it cannot call them, having no right to
-- use the schema sasync.

CREATE FUNCTION sasync.sees_all(reader name) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM pg_catalog.pg_class c
        CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
        WHERE c.oid IN ('sas.finding'::regclass, 'sasync.finding'::regclass)
          AND g.privilege_type = 'SELECT'
          AND g.grantee NOT IN (0, coalesce(to_regrole('sasyncd_views')::oid, 0),
                                coalesce(to_regrole('sasyncd_account_reader')::oid, 0))
          AND pg_has_role(reader, g.grantee, 'USAGE'))
        OR coalesce(pg_has_role(reader, to_regrole('pg_read_all_data')::oid, 'USAGE'), false);
END
$$;
COMMENT ON FUNCTION sasync.sees_all(name) IS 'Whether a role sees all accounts: it was granted the views, or the tables, other than through sasyncd_account_reader.';

CREATE FUNCTION sasync.accounts_seen(reader name) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
DECLARE
    accounts text[] := ARRAY(SELECT r.account_id FROM sasync.reader_account r WHERE r.reader = accounts_seen.reader);
BEGIN
    IF accounts = '{}' THEN
        RAISE insufficient_privilege
            USING MESSAGE = format('role %I was granted no account of Security Center', reader),
                  HINT = format('sasyncd grant %I --account NAME grants one. Accounts are granted to the role that asks: '
                                'after SET ROLE that is another one.', reader);
    END IF;
    RETURN accounts;
END
$$;
COMMENT ON FUNCTION sasync.accounts_seen(name) IS 'The accounts that were granted to a reader of accounts; an error where there is none.';

-- Row security, on and off --------------------------------------------------------------------------------------

CREATE FUNCTION sasync.hand_over(schema name, new_owner name) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    thing record;
BEGIN
    FOR thing IN
        SELECT format('%s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                                 WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, schema, c.relname) AS name
        FROM pg_class c
        WHERE c.relnamespace = to_regnamespace(quote_ident(schema)) AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
          AND c.relowner <> to_regrole(quote_ident(new_owner)) AND pg_has_role(c.relowner, 'USAGE')
          -- Sequences of identity columns follow their table.
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i' AND c.relkind = 'S')
        UNION ALL
        SELECT format('FUNCTION %I.%I(%s)', schema, p.proname, pg_get_function_identity_arguments(p.oid))
        FROM pg_proc p
        WHERE p.pronamespace = to_regnamespace(quote_ident(schema))
          AND p.proowner <> to_regrole(quote_ident(new_owner)) AND pg_has_role(p.proowner, 'USAGE')
    LOOP
        EXECUTE format('ALTER %s OWNER TO %I', thing.name, new_owner);
    END LOOP;
END
$$;
COMMENT ON FUNCTION sasync.hand_over(name, name) IS 'Makes a role the owner of all in a schema that is ours to give.';

CREATE FUNCTION sasync.show_all_rows(name name) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    policy record;
BEGIN
    EXECUTE format('ALTER TABLE sasync.%I DISABLE ROW LEVEL SECURITY', name);
    FOR policy IN SELECT p.polname AS name FROM pg_policy p
                  WHERE p.polrelid = format('sasync.%I', show_all_rows.name)::regclass
    LOOP
        EXECUTE format('DROP POLICY %I ON sasync.%I', policy.name, name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION sasync.show_all_rows(name) IS 'Shows the rows of a table to everybody who may read it.';

CREATE FUNCTION sasync.show_own_rows(name name) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    has_account boolean := EXISTS (
        SELECT FROM pg_attribute a
        WHERE a.attrelid = format('sasync.%I', show_own_rows.name)::regclass AND a.attname = 'account_id'
          AND NOT a.attisdropped);
    all_seen text := '(SELECT sasync.sees_all(current_user))';
    accounts text := 'ANY ((SELECT sasync.accounts_seen(current_user))::text[])';
BEGIN
    PERFORM sasync.show_all_rows(name);
    EXECUTE format('CREATE POLICY accounts ON sasync.%I USING (%s)', name, CASE
        WHEN has_account THEN all_seen || ' OR account_id = ' || accounts
        -- A sweep is of several accounts.
        WHEN name = 'sweep' THEN all_seen || ' OR sweep_id IN (SELECT w.sweep_id FROM sasync.walk w WHERE w.account_id = '
                                 || accounts || ')'
        ELSE all_seen END);
    -- A constant, so that the daemon's statements stay as they are.
    IF to_regrole('sasyncd_writer') IS NOT NULL THEN
        EXECUTE format('CREATE POLICY writer ON sasync.%I TO sasyncd_writer USING (true) WITH CHECK (true)', name);
    END IF;
    EXECUTE format('ALTER TABLE sasync.%I ENABLE ROW LEVEL SECURITY', name);
END
$$;
COMMENT ON FUNCTION sasync.show_own_rows(name) IS 'Shows the rows of a table to those who may see their account; rows of no account to those who may see all.';

CREATE FUNCTION sasync.open_views_to_account_readers() RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    view record;
BEGIN
    GRANT USAGE, CREATE ON SCHEMA sas TO sasyncd_views;
    GRANT SELECT ON ALL TABLES IN SCHEMA sasync TO sasyncd_views;
    REVOKE SELECT ON sasync.reader_account, sasync.occurrence FROM sasyncd_views;
    -- No view, of this version or a later one, can show a link.
    EXECUTE (SELECT format('GRANT SELECT (%s) ON sasync.occurrence TO sasyncd_views',
                           string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum))
             FROM pg_attribute a
             WHERE a.attrelid = 'sasync.occurrence'::regclass AND a.attnum > 0 AND NOT a.attisdropped
               AND a.attname <> 'download_url');
    PERFORM sasync.hand_over('sas', 'sasyncd_views');
    GRANT USAGE ON SCHEMA sas TO sasyncd_account_reader;
    -- What is no view, or another's, is under no policy.
    FOR view IN SELECT c.relname AS name FROM pg_class c
                WHERE c.relnamespace = 'sas'::regnamespace AND c.relkind = 'v'
                  AND c.relowner = to_regrole('sasyncd_views')
    LOOP
        EXECUTE format('GRANT SELECT ON sas.%I TO sasyncd_account_reader', view.name);
    END LOOP;
END
$$;
COMMENT ON FUNCTION sasync.open_views_to_account_readers() IS 'Lets sasyncd_account_reader read the views, which are handed to sasyncd_views, so that row security holds in them.';

CREATE FUNCTION sasync.close_views_to_account_readers() RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    REVOKE ALL ON ALL TABLES IN SCHEMA sas FROM sasyncd_account_reader;
    REVOKE ALL ON SCHEMA sas FROM sasyncd_account_reader;
    PERFORM sasync.hand_over('sas', pg_get_userbyid(n.nspowner)) FROM pg_namespace n WHERE n.nspname = 'sas';
    REVOKE ALL ON ALL TABLES IN SCHEMA sasync FROM sasyncd_views;
    REVOKE ALL ON SCHEMA sas FROM sasyncd_views;
END
$$;
COMMENT ON FUNCTION sasync.close_views_to_account_readers() IS 'Undoes open_views_to_account_readers().';

CREATE FUNCTION sasync.follow_readers() RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    has_roles boolean := to_regrole('sasyncd_views') IS NOT NULL AND to_regrole('sasyncd_account_reader') IS NOT NULL;
    is_needed boolean := has_roles AND EXISTS (SELECT FROM sasync.reader_account);
    thing record;
BEGIN
    IF has_roles AND NOT is_needed THEN
        PERFORM sasync.close_views_to_account_readers();
    END IF;
    -- malware tells names of files and pruned tells days: nothing of an account. In the order of their names, so that
    -- two who do this wait for each other.
    FOR thing IN
        SELECT c.relname AS name
        FROM pg_class c
        WHERE c.relnamespace = 'sasync'::regnamespace AND c.relkind IN ('r', 'p')
          AND c.relname NOT IN ('malware', 'pruned', 'reader_account') AND c.relrowsecurity <> is_needed
        ORDER BY c.relname
    LOOP
        IF is_needed THEN
            PERFORM sasync.show_own_rows(thing.name);
        ELSE
            PERFORM sasync.show_all_rows(thing.name);
        END IF;
    END LOOP;
    IF is_needed THEN
        PERFORM sasync.open_views_to_account_readers();
    END IF;
END
$$;
COMMENT ON FUNCTION sasync.follow_readers() IS 'Turns row security on where there is a reader who may see some accounts only, and off where there is none.';

-- What sasyncd grant and sasyncd revoke do ----------------------------------------------------------------------

CREATE FUNCTION sasync.may_see(reader name, role name) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ SELECT EXISTS (SELECT FROM pg_auth_members m
                         WHERE m.roleid = to_regrole(quote_ident(role))::oid
                           AND m.member = to_regrole(quote_ident(reader))::oid) $$;
COMMENT ON FUNCTION sasync.may_see(name, name) IS 'Whether a reader was granted this role itself, not through another.';

CREATE FUNCTION sasync.grant_accounts(reader name, accounts text[], granted_by text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Left by a role of the same name that was dropped.
    DELETE FROM sasync.reader_account r
    WHERE r.reader = grant_accounts.reader AND NOT sasync.may_see(grant_accounts.reader, 'sasyncd_account_reader');
    INSERT INTO sasync.reader_account (reader, account_id, granted_by)
    SELECT grant_accounts.reader, a, grant_accounts.granted_by FROM unnest(accounts) a
    ON CONFLICT DO NOTHING;
    PERFORM sasync.follow_readers();
    IF NOT sasync.may_see(reader, 'sasyncd_account_reader') THEN
        EXECUTE format('GRANT sasyncd_account_reader TO %I', reader);
    END IF;
END
$$;
COMMENT ON FUNCTION sasync.grant_accounts(name, text[], text) IS 'Lets a role see these accounts, by their ids, besides those that it sees.';

CREATE FUNCTION sasync.revoke_accounts(reader name, accounts text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM sasync.reader_account r
    WHERE r.reader = revoke_accounts.reader AND (accounts IS NULL OR r.account_id = ANY (accounts));
    IF sasync.may_see(reader, 'sasyncd_account_reader')
       AND NOT EXISTS (SELECT FROM sasync.reader_account r WHERE r.reader = revoke_accounts.reader) THEN
        EXECUTE format('REVOKE sasyncd_account_reader FROM %I', reader);
    END IF;
    PERFORM sasync.follow_readers();
END
$$;
COMMENT ON FUNCTION sasync.revoke_accounts(name, text[]) IS 'Takes these accounts from a reader of accounts, or all that it has where NULL.';

CREATE FUNCTION sasync.grant_all_accounts(reader name) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM sasync.revoke_accounts(reader, NULL);
    IF NOT sasync.may_see(reader, 'sasyncd_reader') THEN
        EXECUTE format('GRANT sasyncd_reader TO %I', reader);
    END IF;
END
$$;
COMMENT ON FUNCTION sasync.grant_all_accounts(name) IS 'Lets a role see all accounts, those to come too.';

CREATE FUNCTION sasync.revoke_all_accounts(reader name) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF sasync.may_see(reader, 'sasyncd_reader') THEN
        EXECUTE format('REVOKE sasyncd_reader FROM %I', reader);
    END IF;
    PERFORM sasync.revoke_accounts(reader, NULL);
END
$$;
COMMENT ON FUNCTION sasync.revoke_all_accounts(name) IS 'Takes from a role what sasyncd grant gave it.';

-- Rights --------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION sasync.grant_to_roles() RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sasyncd_writer') THEN
        GRANT USAGE ON SCHEMA sasync, sas TO sasyncd_writer;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sasync TO sasyncd_writer;
        REVOKE INSERT, UPDATE, DELETE ON sasync.schema_migration, sasync.reader_account FROM sasyncd_writer;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA sasync TO sasyncd_writer;
        GRANT SELECT ON ALL TABLES IN SCHEMA sas TO sasyncd_writer;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sasyncd_reader') THEN
        GRANT USAGE ON SCHEMA sas TO sasyncd_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA sas TO sasyncd_reader;
    END IF;
    -- What a member of the owner migrated is the owner's.
    PERFORM sasync.hand_over(n.nspname, pg_get_userbyid(n.nspowner)) FROM pg_namespace n
    WHERE n.nspname = 'sasync' AND pg_has_role(n.nspowner, 'USAGE');
    PERFORM sasync.follow_readers();
END
$$;

SELECT sasync.grant_to_roles();
INSERT INTO sasync.schema_migration (version, name) VALUES (5, 'readers');
