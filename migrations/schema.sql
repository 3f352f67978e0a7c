-- What the migrations of this folder add up to. Made by tests/store/dump_schema.sh; a test compares the two.

CREATE SCHEMA sas;

COMMENT ON SCHEMA sas IS 'Malicious files that Alibaba Cloud Security Center found in container images, kept by sasyncd: what is where, since when, what changed, what was fixed.';

CREATE SCHEMA sasync;

COMMENT ON SCHEMA sasync IS 'Tables of sasyncd, which keeps Alibaba Cloud Security Center''s list of malicious files in images. Internal: read the views of schema sas instead.';

CREATE FUNCTION sas.changes_since(sweep bigint) RETURNS TABLE(account text, account_id text, sweep_id bigint, event_id bigint, at timestamp with time zone, kind text, finding_key uuid, image_uuid text, malicious_md5 text, old_value text, new_value text, reason text, walk_id bigint, source text, row_key uuid, request_id text, first_request_id text, is_settled boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
SELECT v.account, v.account_id, w.sweep_id, v.event_id, v.at, v.kind, v.finding_key, v.image_uuid, v.malicious_md5,
       v.old_value, v.new_value, v.reason, v.walk_id, v.source, v.row_key, v.request_id, v.first_request_id,
       w.sweep_id <= coalesce((SELECT max(p.sweep_id) FROM sas.sweep p WHERE p.is_settled), 0)
FROM sas.walk w
JOIN sas.event v ON v.walk_id = w.walk_id
WHERE w.sweep_id > changes_since.sweep
  -- Events are found by time; an hour, in case that the clock was set back meanwhile.
  AND v.at >= (SELECT min(m.started_at) - interval '1 hour' FROM sas.walk m WHERE m.sweep_id > changes_since.sweep)
ORDER BY w.sweep_id, v.at, v.event_id
$$;

COMMENT ON FUNCTION sas.changes_since(sweep bigint) IS 'All transitions that later sweeps than this one recorded, in their order: SELECT * FROM sas.changes_since(4711). Remember the greatest sweep_id whose rows are settled (is_settled) and ask from there the next time: so nothing is missed, however long the gap, as far back as retention.events and retention.rescans reach. Until they are settled, rows of a sweep may come again: event_id tells them apart. The columns are those of sas.event, sweep_id, and is_settled of sas.sweep.';

CREATE FUNCTION sas.finding_as_of(moment timestamp with time zone) RETURNS TABLE(account text, account_id text, finding_key uuid, image_uuid text, malicious_md5 text, presence text, level text, level_rank integer, status integer, status_name text, opened_at timestamp with time zone, closed_at timestamp with time zone, close_reason text, episode integer, malware_name text, image text, digest text, tag text, repo_region_id text, repo_instance_id text, repo_id text, repo_namespace text, repo_name text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
SELECT x.account, x.account_id, x.finding_key, x.image_uuid, x.malicious_md5,
       CASE WHEN x.closed_at <= finding_as_of.moment THEN 'absent' ELSE 'present' END,
       CASE WHEN k.has_old_level THEN c.level ELSE x.level END,
       CASE WHEN NOT k.has_old_level THEN x.level_rank WHEN c.level IS NULL THEN 0
            ELSE CASE c.level WHEN 'serious' THEN 3 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 1 ELSE 4 END END,
       CASE WHEN NOT k.has_old_status THEN x.status
            ELSE CASE c.status_name WHEN 'unhandled' THEN 0 WHEN 'handled' THEN 1 WHEN 'verifying' THEN 2
                                    WHEN 'whitelisted' THEN 3
                                    ELSE substring(c.status_name FROM '-?[0-9]+')::integer END END,
       CASE WHEN k.has_old_status THEN c.status_name ELSE x.status_name END,
       x.opened_at, CASE WHEN x.closed_at <= finding_as_of.moment THEN x.closed_at END,
       CASE WHEN x.closed_at <= finding_as_of.moment THEN x.close_reason END, x.episode,
       x.malware_name, x.image, x.digest, x.tag, x.repo_region_id, x.repo_instance_id, x.repo_id, x.repo_namespace,
       x.repo_name
FROM (-- Where the last episode had begun by then, the finding tells it.
      SELECT f.account, f.account_id, f.finding_key, f.image_uuid, f.malicious_md5, f.level, f.level_rank, f.status,
             f.status_name, f.opened_at, f.closed_at, f.close_reason, f.episodes AS episode, f.malware_name, f.image,
             f.digest, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id, f.repo_namespace, f.repo_name
      FROM sas.finding f
      WHERE f.opened_at <= finding_as_of.moment
      UNION ALL
      -- Else the episode before the one that began next, as it stood at its end.
      SELECT e.account, e.account_id, e.finding_key, e.image_uuid, f.malicious_md5, e.level,
             CASE e.level WHEN 'serious' THEN 3 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 1
                          ELSE CASE WHEN e.level IS NULL THEN 0 ELSE 4 END END,
             e.last_status, e.last_status_name, e.opened_at, e.closed_at, e.close_reason, e.episode, f.malware_name,
             f.image, f.digest, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id, f.repo_namespace, f.repo_name
      FROM sas.episode n
      JOIN sas.episode e
           ON e.account_id = n.account_id AND e.finding_key = n.finding_key AND e.episode = n.episode - 1
      LEFT JOIN sas.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
      WHERE n.episode > 1 AND n.opened_at > finding_as_of.moment AND e.opened_at <= finding_as_of.moment) x
LEFT JOIN (SELECT d.account_id, d.finding_key,
                  max(d.at) FILTER (WHERE d.kind = 'level_changed') AS level_at,
                  max(d.old_value) FILTER (WHERE d.kind = 'level_changed') AS level,
                  max(d.at) FILTER (WHERE d.kind = 'status_changed') AS status_at,
                  max(d.old_value) FILTER (WHERE d.kind = 'status_changed') AS status_name
           FROM (SELECT DISTINCT ON (v.account_id, v.finding_key, v.kind)
                        v.account_id, v.finding_key, v.kind, v.at, v.old_value
                 FROM sas.event v
                 WHERE v.kind IN ('level_changed', 'status_changed') AND v.row_key IS NULL
                   AND v.at > finding_as_of.moment
                 ORDER BY v.account_id, v.finding_key, v.kind, v.at, v.event_id) d
           GROUP BY d.account_id, d.finding_key) c ON c.account_id = x.account_id AND c.finding_key = x.finding_key
CROSS JOIN LATERAL (SELECT (c.level_at <= coalesce(x.closed_at, 'infinity')) IS TRUE AS has_old_level,
                           (c.status_at <= coalesce(x.closed_at, 'infinity')) IS TRUE AS has_old_status) k
$$;

COMMENT ON FUNCTION sas.finding_as_of(moment timestamp with time zone) IS 'Findings as they were at that moment: SELECT * FROM sas.finding_as_of(''2026-03-31 23:59:59Z'') WHERE presence = ''present''. A row is a finding that had been opened by then, with the presence, level, status and times that it had then; name, tag and repository are those of now. Levels and statuses are right as far back as retention.events keeps events, presence for ever.';

CREATE FUNCTION sasync.accounts_seen(reader name) RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION sasync.accounts_seen(reader name) IS 'The accounts that were granted to a reader of accounts; an error where there is none.';

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

CREATE FUNCTION sasync.epoch_ms(moment timestamp with time zone) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (extract(epoch FROM moment) * 1000)::bigint $$;

COMMENT ON FUNCTION sasync.epoch_ms(moment timestamp with time zone) IS 'A time as milliseconds since 1970.';

CREATE TABLE sasync.open_count (
    account_id text NOT NULL COLLATE pg_catalog."C",
    source_id bigint NOT NULL,
    level text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    repo_region_id text NOT NULL COLLATE pg_catalog."C",
    repo_instance_id text NOT NULL COLLATE pg_catalog."C",
    repo_namespace text NOT NULL COLLATE pg_catalog."C",
    repo_name text NOT NULL COLLATE pg_catalog."C",
    findings bigint NOT NULL
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.open_count IS 'How many findings are present now, by what dashboards divide them by. Kept by publish; a text is empty where the finding has none.';

COMMENT ON COLUMN sasync.open_count.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.open_count.source_id IS 'The first source that shows them.';

COMMENT ON COLUMN sasync.open_count.level IS 'Their level.';

COMMENT ON COLUMN sasync.open_count.status IS 'Their status, a number.';

COMMENT ON COLUMN sasync.open_count.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sasync.open_count.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sasync.open_count.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sasync.open_count.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sasync.open_count.findings IS 'Findings present now; 0 where there were some.';

CREATE FUNCTION sasync.expected_open_counts(account text) RETURNS SETOF sasync.open_count
    LANGUAGE sql STABLE
    AS $$
SELECT f.account_id, f.source_id, coalesce(f.level, ''), coalesce(f.status::text, ''), coalesce(f.repo_region_id, ''),
       coalesce(f.repo_instance_id, ''), coalesce(f.repo_namespace, ''), coalesce(f.repo_name, ''), count(*)
FROM sasync.finding f
WHERE f.account_id = account AND f.presence = 'present'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
$$;

COMMENT ON FUNCTION sasync.expected_open_counts(account text) IS 'What open_count should hold of an account, but for rows that count nothing.';

CREATE TABLE sasync.standing (
    account_id text NOT NULL COLLATE pg_catalog."C",
    first_opened_at timestamp with time zone NOT NULL,
    open_since timestamp with time zone NOT NULL,
    cleared_at timestamp with time zone,
    latest_scan_at timestamp with time zone,
    finding_key uuid NOT NULL,
    serious integer NOT NULL,
    suspicious integer NOT NULL,
    remind integer NOT NULL,
    other integer NOT NULL,
    found integer NOT NULL,
    thing text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C"
)
WITH (fillfactor='70');

COMMENT ON TABLE sasync.standing IS 'How an image, a malicious file or a repository stands: its open findings and since when. Kept by publish.';

COMMENT ON COLUMN sasync.standing.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.standing.first_opened_at IS 'When its first finding was opened.';

COMMENT ON COLUMN sasync.standing.open_since IS 'Since when it has had open findings without a break, or had them last.';

COMMENT ON COLUMN sasync.standing.cleared_at IS 'When its last open finding closed; NULL while one is open.';

COMMENT ON COLUMN sasync.standing.latest_scan_at IS 'The latest scan of its findings; of repositories only, since it moves every night.';

COMMENT ON COLUMN sasync.standing.finding_key IS 'One of its first findings, which tells what is known of it.';

COMMENT ON COLUMN sasync.standing.serious IS 'Its open findings of level serious.';

COMMENT ON COLUMN sasync.standing.suspicious IS 'Its open findings of level suspicious.';

COMMENT ON COLUMN sasync.standing.remind IS 'Its open findings of level remind.';

COMMENT ON COLUMN sasync.standing.other IS 'Its open findings of another level, or of none.';

COMMENT ON COLUMN sasync.standing.found IS 'All its findings, open or not.';

COMMENT ON COLUMN sasync.standing.thing IS 'image, file or repository.';

COMMENT ON COLUMN sasync.standing.key IS 'What it is known by: the image key, the MD5 in lower case, or the repository in one text.';

CREATE FUNCTION sasync.expected_standings(account text) RETURNS SETOF sasync.standing
    LANGUAGE sql STABLE
    AS $$
WITH ended AS (
    SELECT DISTINCT t.thing, t.key
    FROM sasync.episode p
    CROSS JOIN LATERAL (VALUES ('image', p.image_key), ('file', lower(p.malicious_md5))) AS t(thing, key)
    WHERE p.account_id = account AND p.closed_at IS NOT NULL
),
lasted AS (
    SELECT 'image' AS thing, p.image_key AS key, p.opened_at, p.closed_at
    FROM sasync.episode p
    WHERE p.account_id = account AND p.image_key IN (SELECT e.key FROM ended e WHERE e.thing = 'image')
    UNION ALL
    SELECT 'file', lower(p.malicious_md5), p.opened_at, p.closed_at
    FROM sasync.episode p
    WHERE p.account_id = account AND lower(p.malicious_md5) IN (SELECT e.key FROM ended e WHERE e.thing = 'file')
),
stretch AS (
    -- Episodes that overlap or touch are one stretch of time in which the image or file had something open. Where none
    -- ever ended, there is but one.
    SELECT s.thing, s.key, min(s.opened_at) AS open_since,
           CASE WHEN count(*) = count(s.closed_at) THEN max(s.closed_at) END AS cleared_at
    FROM (SELECT e.thing, e.key, e.opened_at, e.closed_at,
                 count(*) FILTER (WHERE e.begins) OVER (PARTITION BY e.thing, e.key ORDER BY e.opened_at, e.closed_at)
                     AS number
          FROM (SELECT p.thing, p.key, p.opened_at, p.closed_at,
                       coalesce(p.opened_at > max(coalesce(p.closed_at, 'infinity'))
                                    OVER (PARTITION BY p.thing, p.key ORDER BY p.opened_at, p.closed_at
                                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS begins
                FROM lasted p) e) s
    GROUP BY s.thing, s.key, s.number
),
known AS NOT MATERIALIZED (
    SELECT f.*, f.presence = 'present' AS is_present
    FROM sasync.finding f
    WHERE f.account_id = account
),
counted AS (
    SELECT 'image' AS thing, left(f.image_key, 200) AS key, min(f.opened_at) AS opened_at,
           min(f.finding_key::text)::uuid AS finding_key, NULL::timestamptz AS latest_scan_at,
           count(*) FILTER (WHERE f.is_present AND f.level = 'serious') AS serious,
           count(*) FILTER (WHERE f.is_present AND f.level = 'suspicious') AS suspicious,
           count(*) FILTER (WHERE f.is_present AND f.level = 'remind') AS remind,
           count(*) FILTER (WHERE f.is_present) AS present, count(*) AS found
    FROM known f
    GROUP BY 2
    UNION ALL
    SELECT 'file', lower(f.malicious_md5), min(f.opened_at), min(f.finding_key::text)::uuid, NULL,
           count(*) FILTER (WHERE f.is_present AND f.level = 'serious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'suspicious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'remind'), count(*) FILTER (WHERE f.is_present), count(*)
    FROM known f
    GROUP BY 2
    UNION ALL
    SELECT 'repository',
           sasync.repository_key(f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name), min(f.opened_at),
           min(f.finding_key::text)::uuid, max(f.latest_scan_at),
           count(*) FILTER (WHERE f.is_present AND f.level = 'serious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'suspicious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'remind'), count(*) FILTER (WHERE f.is_present), count(*)
    FROM known f
    WHERE coalesce(f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name) IS NOT NULL
    GROUP BY 2
)
SELECT account, coalesce(b.first_opened_at, c.opened_at), coalesce(b.open_since, c.opened_at),
       CASE WHEN c.present = 0 THEN coalesce(b.cleared_at, sasync.moment()) END, c.latest_scan_at, c.finding_key,
       c.serious::integer, c.suspicious::integer, c.remind::integer,
       (c.present - c.serious - c.suspicious - c.remind)::integer, c.found::integer, c.thing, c.key
FROM counted c
LEFT JOIN (SELECT s.thing, s.key, min(s.open_since) AS first_opened_at, max(s.open_since) AS open_since,
                  (array_agg(s.cleared_at ORDER BY s.open_since DESC))[1] AS cleared_at
           FROM stretch s
           GROUP BY s.thing, s.key) b ON b.thing = c.thing AND b.key = c.key
$$;

COMMENT ON FUNCTION sasync.expected_standings(account text) IS 'What standing should hold of an account. Of repositories, which findings can leave, its times are only those of the findings that are there now.';

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

COMMENT ON FUNCTION sasync.grant_accounts(reader name, accounts text[], granted_by text) IS 'Lets a role see these accounts, by their ids, besides those that it sees.';

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

COMMENT ON FUNCTION sasync.grant_all_accounts(reader name) IS 'Lets a role see all accounts, those to come too.';

CREATE FUNCTION sasync.grant_to_roles() RETURNS void
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

COMMENT ON FUNCTION sasync.grant_to_roles() IS 'Grants what roles.sql promises to those of its roles that exist. Every migration ends with it.';

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

COMMENT ON FUNCTION sasync.hand_over(schema name, new_owner name) IS 'Makes a role the owner of all in a schema that is ours to give.';

CREATE FUNCTION sasync.iso(moment timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

COMMENT ON FUNCTION sasync.iso(moment timestamp with time zone) IS 'A time as text, in UTC: 2024-05-01T12:30:00.000Z.';

CREATE FUNCTION sasync.level_rank(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE level WHEN 'serious' THEN 3 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 1 ELSE 4 END $$;

COMMENT ON FUNCTION sasync.level_rank(level text) IS 'How bad a level is: serious 3, suspicious 2, remind 1; a level that we do not know counts as the worst, 4.';

CREATE FUNCTION sasync.may_see(reader name, role name) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ SELECT EXISTS (SELECT FROM pg_auth_members m
                         WHERE m.roleid = to_regrole(quote_ident(role))::oid
                           AND m.member = to_regrole(quote_ident(reader))::oid) $$;

COMMENT ON FUNCTION sasync.may_see(reader name, role name) IS 'Whether a reader was granted this role itself, not through another.';

CREATE FUNCTION sasync.moment() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('sasync.moment', true), '')::timestamptz, now()) $$;

COMMENT ON FUNCTION sasync.moment() IS 'When what a transaction writes happened: now, or, where a recording is made or replayed, the time that the setting sasync.moment of the transaction tells.';

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

CREATE FUNCTION sasync.repository_key(repo_region_id text, repo_instance_id text, repo_namespace text, repo_name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT nullif(coalesce(repo_region_id, '') || E'\x1f' || coalesce(repo_instance_id, '') || E'\x1f'
                        || coalesce(repo_namespace, '') || E'\x1f' || coalesce(repo_name, ''), E'\x1f\x1f\x1f') $$;

COMMENT ON FUNCTION sasync.repository_key(repo_region_id text, repo_instance_id text, repo_namespace text, repo_name text) IS 'A repository in one text: what tells it, with a separator that occurs in no name; NULL where nothing does.';

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

COMMENT ON FUNCTION sasync.revoke_accounts(reader name, accounts text[]) IS 'Takes these accounts from a reader of accounts, or all that it has where NULL.';

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

COMMENT ON FUNCTION sasync.revoke_all_accounts(reader name) IS 'Takes from a role what sasyncd grant gave it.';

CREATE FUNCTION sasync.sees_all(reader name) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
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

COMMENT ON FUNCTION sasync.sees_all(reader name) IS 'Whether a role sees all accounts: it was granted the views, or the tables, other than through sasyncd_account_reader.';

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

COMMENT ON FUNCTION sasync.show_all_rows(name name) IS 'Shows the rows of a table to everybody who may read it.';

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

COMMENT ON FUNCTION sasync.show_own_rows(name name) IS 'Shows the rows of a table to those who may see their account; rows of no account to those who may see all.';

CREATE FUNCTION sasync.status_name(status integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE status WHEN 0 THEN 'unhandled' WHEN 1 THEN 'handled' WHEN 2 THEN 'verifying' WHEN 3 THEN 'whitelisted'
                       ELSE 'unknown (' || status::text || ')' END $$;

COMMENT ON FUNCTION sasync.status_name(status integer) IS 'Status in words: unhandled, handled, verifying, whitelisted, or unknown (N).';

CREATE FUNCTION sasync.status_of_weight(weight bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (weight % 10000000000 - 2147483648)::integer $$;

COMMENT ON FUNCTION sasync.status_of_weight(weight bigint) IS 'The status that status_weight() weighed.';

CREATE FUNCTION sasync.status_weight(status integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE status WHEN 0 THEN 1 WHEN 2 THEN 2 WHEN 1 THEN 3 WHEN 3 THEN 4 ELSE 0 END * 10000000000 + (status + 2147483648) $$;

COMMENT ON FUNCTION sasync.status_weight(status integer) IS 'A number whose minimum is the least handled status: one that we do not know, then unhandled, verifying, handled, whitelisted. The status stands in its last ten digits.';

CREATE TABLE sasync.account (
    account_id text NOT NULL COLLATE pg_catalog."C",
    label text NOT NULL COLLATE pg_catalog."C",
    key_digest text COLLATE pg_catalog."C",
    is_current boolean DEFAULT true NOT NULL,
    recorded_at timestamp with time zone DEFAULT sasync.moment() NOT NULL
);

COMMENT ON TABLE sasync.account IS 'Alibaba Cloud accounts that were ever synced.';

COMMENT ON COLUMN sasync.account.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.account.label IS 'The name that the settings give it. Renaming it changes no finding.';

COMMENT ON COLUMN sasync.account.key_digest IS 'Digest of the credentials that were last seen to belong to this account: while it is the same, the cloud need not be asked whose they are.';

COMMENT ON COLUMN sasync.account.is_current IS 'False where an operator accepted that the label now names another account.';

COMMENT ON COLUMN sasync.account.recorded_at IS 'When label or credentials were last recorded.';

CREATE TABLE sasync.finding (
    account_id text NOT NULL COLLATE pg_catalog."C",
    finding_key uuid NOT NULL,
    row_key uuid NOT NULL,
    site text NOT NULL COLLATE pg_catalog."C",
    source_id bigint NOT NULL,
    opened_walk bigint NOT NULL,
    first_scan_at timestamp with time zone,
    latest_scan_at timestamp with time zone,
    latest_verify_at timestamp with time zone,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    status integer,
    episode integer NOT NULL,
    occurrences integer NOT NULL,
    presence text NOT NULL COLLATE pg_catalog."C",
    is_derived boolean NOT NULL,
    level text COLLATE pg_catalog."C",
    close_reason text COLLATE pg_catalog."C",
    image_key text NOT NULL COLLATE pg_catalog."C",
    malicious_md5 text NOT NULL COLLATE pg_catalog."C",
    image text,
    digest text COLLATE pg_catalog."C",
    tag text,
    repo_region_id text COLLATE pg_catalog."C",
    repo_instance_id text COLLATE pg_catalog."C",
    repo_id text COLLATE pg_catalog."C",
    repo_name text COLLATE pg_catalog."C",
    repo_namespace text COLLATE pg_catalog."C",
    other_sources bigint[]
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.finding IS 'One malicious file in one image: all its occurrences folded into one row.';

COMMENT ON COLUMN sasync.finding.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.finding.finding_key IS 'Our key of the finding: a digest over account, image and MD5.';

COMMENT ON COLUMN sasync.finding.row_key IS 'The occurrence that image and repository are taken from: the present one with the least key.';

COMMENT ON COLUMN sasync.finding.site IS 'Site of that occurrence.';

COMMENT ON COLUMN sasync.finding.source_id IS 'The source that shows it (the first, where several do).';

COMMENT ON COLUMN sasync.finding.opened_walk IS 'The walk that opened the current or last episode.';

COMMENT ON COLUMN sasync.finding.first_scan_at IS 'Earliest first scan of the occurrences of the episode.';

COMMENT ON COLUMN sasync.finding.latest_scan_at IS 'Latest scan of the occurrences of the episode.';

COMMENT ON COLUMN sasync.finding.latest_verify_at IS 'Latest verification of the occurrences of the episode.';

COMMENT ON COLUMN sasync.finding.opened_at IS 'When the current or last episode began.';

COMMENT ON COLUMN sasync.finding.closed_at IS 'When the last episode ended; NULL while the finding is present.';

COMMENT ON COLUMN sasync.finding.status IS 'Least handled status of the present occurrences; frozen when the last one goes.';

COMMENT ON COLUMN sasync.finding.episode IS 'Number of the current or last episode, from 1.';

COMMENT ON COLUMN sasync.finding.occurrences IS 'Present occurrences.';

COMMENT ON COLUMN sasync.finding.presence IS 'present while at least one occurrence is, else absent. Text, so that a filter on the view finds the indexes.';

COMMENT ON COLUMN sasync.finding.is_derived IS 'True where the rows had no ImageUuid, so that something else stands for the image.';

COMMENT ON COLUMN sasync.finding.level IS 'Worst level of the present occurrences; frozen when the last one goes.';

COMMENT ON COLUMN sasync.finding.close_reason IS 'Why it was closed: absent, out_of_scope, source_retired.';

COMMENT ON COLUMN sasync.finding.image_key IS 'ImageUuid, or what stands for it.';

COMMENT ON COLUMN sasync.finding.malicious_md5 IS 'MD5 of the malicious file, spelled as it came.';

COMMENT ON COLUMN sasync.finding.image IS 'Name of the image.';

COMMENT ON COLUMN sasync.finding.digest IS 'Digest of the image.';

COMMENT ON COLUMN sasync.finding.tag IS 'Tag of the image.';

COMMENT ON COLUMN sasync.finding.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sasync.finding.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sasync.finding.repo_id IS 'Id of the repository.';

COMMENT ON COLUMN sasync.finding.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sasync.finding.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sasync.finding.other_sources IS 'All sources that show it, where there is more than one.';

CREATE TABLE sasync.listed_cluster (
    account_id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    cluster_id text NOT NULL COLLATE pg_catalog."C",
    cluster_name text COLLATE pg_catalog."C",
    cluster_type text COLLATE pg_catalog."C",
    state text COLLATE pg_catalog."C",
    region_id text COLLATE pg_catalog."C",
    instances bigint,
    risk_instances bigint,
    vulnerabilities bigint,
    alerts bigint,
    risk_level text COLLATE pg_catalog."C",
    risk_status text COLLATE pg_catalog."C",
    created_at timestamp with time zone,
    first_listed_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    changed_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    gone_at timestamp with time zone,
    CONSTRAINT listed_cluster_cluster_id_check CHECK ((length(cluster_id) <= 200))
)
WITH (fillfactor='80');

COMMENT ON TABLE sasync.listed_cluster IS 'Clusters as Security Center groups their containers (DescribeGroupedContainerInstances), with findings or without.';

COMMENT ON COLUMN sasync.listed_cluster.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.listed_cluster.site IS 'Data site of Security Center that lists it.';

COMMENT ON COLUMN sasync.listed_cluster.cluster_id IS 'ClusterId.';

COMMENT ON COLUMN sasync.listed_cluster.cluster_name IS 'ClusterName.';

COMMENT ON COLUMN sasync.listed_cluster.cluster_type IS 'ClusterType.';

COMMENT ON COLUMN sasync.listed_cluster.state IS 'CusterState, as the API spells it.';

COMMENT ON COLUMN sasync.listed_cluster.region_id IS 'RegionId.';

COMMENT ON COLUMN sasync.listed_cluster.instances IS 'InstanceCount: its containers.';

COMMENT ON COLUMN sasync.listed_cluster.risk_instances IS 'RiskInstanceCount: those at risk.';

COMMENT ON COLUMN sasync.listed_cluster.vulnerabilities IS 'VulCount.';

COMMENT ON COLUMN sasync.listed_cluster.alerts IS 'AlarmCount.';

COMMENT ON COLUMN sasync.listed_cluster.risk_level IS 'RiskLevel.';

COMMENT ON COLUMN sasync.listed_cluster.risk_status IS 'RiskStatus.';

COMMENT ON COLUMN sasync.listed_cluster.created_at IS 'CreateTime.';

COMMENT ON COLUMN sasync.listed_cluster.first_listed_at IS 'When we first read it.';

COMMENT ON COLUMN sasync.listed_cluster.changed_at IS 'When what we read of it last changed.';

COMMENT ON COLUMN sasync.listed_cluster.gone_at IS 'When a complete list first lacked it; NULL while it is listed.';

CREATE TABLE sasync.occurrence (
    account_id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    row_key uuid NOT NULL,
    malicious_md5 text NOT NULL COLLATE pg_catalog."C",
    image_uuid text COLLATE pg_catalog."C",
    digest text COLLATE pg_catalog."C",
    layer text COLLATE pg_catalog."C",
    file_path text,
    image text,
    tag text,
    repo_region_id text COLLATE pg_catalog."C",
    repo_instance_id text COLLATE pg_catalog."C",
    repo_id text COLLATE pg_catalog."C",
    repo_name text COLLATE pg_catalog."C",
    repo_namespace text COLLATE pg_catalog."C",
    cluster_id text COLLATE pg_catalog."C",
    cluster_name text,
    pod text,
    container_id text COLLATE pg_catalog."C",
    instance_name text,
    internet_ip text,
    intranet_ip text,
    host_uuid text COLLATE pg_catalog."C",
    target_type text COLLATE pg_catalog."C",
    target_id text COLLATE pg_catalog."C",
    target_name text,
    highlight jsonb,
    download_url text,
    extra jsonb,
    derived_key text COLLATE pg_catalog."C"
);

COMMENT ON TABLE sasync.occurrence IS 'Where a malicious file was seen, as Security Center told it: the part that hardly ever changes. What moves stands in occurrence_state.';

COMMENT ON COLUMN sasync.occurrence.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.occurrence.site IS 'Data site of Security Center: china or international.';

COMMENT ON COLUMN sasync.occurrence.row_key IS 'Our key of the occurrence: a digest over site, image, file and place.';

COMMENT ON COLUMN sasync.occurrence.malicious_md5 IS 'MaliciousMd5: MD5 of the malicious file, spelled as it came.';

COMMENT ON COLUMN sasync.occurrence.image_uuid IS 'ImageUuid: the image, by Security Center''s id.';

COMMENT ON COLUMN sasync.occurrence.digest IS 'Digest of the image.';

COMMENT ON COLUMN sasync.occurrence.layer IS 'Layer: digest of the layer that holds the file.';

COMMENT ON COLUMN sasync.occurrence.file_path IS 'FilePath: path of the file.';

COMMENT ON COLUMN sasync.occurrence.image IS 'Image: name of the image.';

COMMENT ON COLUMN sasync.occurrence.tag IS 'Tag of the image.';

COMMENT ON COLUMN sasync.occurrence.repo_region_id IS 'RepoRegionId: region of the repository.';

COMMENT ON COLUMN sasync.occurrence.repo_instance_id IS 'RepoInstanceId: registry instance of the repository.';

COMMENT ON COLUMN sasync.occurrence.repo_id IS 'RepoId: id of the repository.';

COMMENT ON COLUMN sasync.occurrence.repo_name IS 'RepoName: name of the repository.';

COMMENT ON COLUMN sasync.occurrence.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sasync.occurrence.cluster_id IS 'ClusterId: the container cluster.';

COMMENT ON COLUMN sasync.occurrence.cluster_name IS 'ClusterName: its name.';

COMMENT ON COLUMN sasync.occurrence.pod IS 'Pod in which the container runs.';

COMMENT ON COLUMN sasync.occurrence.container_id IS 'ContainerId: the container.';

COMMENT ON COLUMN sasync.occurrence.instance_name IS 'InstanceName: name of the host.';

COMMENT ON COLUMN sasync.occurrence.internet_ip IS 'InternetIp: public address of the host.';

COMMENT ON COLUMN sasync.occurrence.intranet_ip IS 'IntranetIp: private address of the host.';

COMMENT ON COLUMN sasync.occurrence.host_uuid IS 'Uuid: the host, by Security Center''s id.';

COMMENT ON COLUMN sasync.occurrence.target_type IS 'TargetType: kind of the scanned target.';

COMMENT ON COLUMN sasync.occurrence.target_id IS 'TargetId: id of the scanned target.';

COMMENT ON COLUMN sasync.occurrence.target_name IS 'TargetName: name of the scanned target.';

COMMENT ON COLUMN sasync.occurrence.highlight IS 'HighLight: what Security Center marks in the finding, as JSON.';

COMMENT ON COLUMN sasync.occurrence.download_url IS 'DownloadUrl without its signed query, as of the last time that the row was written. Not shown to analysts.';

COMMENT ON COLUMN sasync.occurrence.extra IS 'Fields that this version of sasyncd does not know, as they came.';

COMMENT ON COLUMN sasync.occurrence.derived_key IS 'What stands for the image where the row has no ImageUuid: digest:, target:, image:, host: or container: and its value.';

CREATE TABLE sasync.occurrence_state (
    account_id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    row_key uuid NOT NULL,
    finding_key uuid NOT NULL,
    source_id bigint NOT NULL,
    fingerprint bigint NOT NULL,
    event_id bigint,
    first_scan_at timestamp with time zone,
    latest_scan_at timestamp with time zone,
    latest_verify_at timestamp with time zone,
    appeared_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    gone_at timestamp with time zone,
    gone_walk bigint,
    status integer,
    scan_regressed boolean DEFAULT false NOT NULL,
    gone_waived boolean DEFAULT false NOT NULL,
    level text COLLATE pg_catalog."C",
    gone_reason text COLLATE pg_catalog."C"
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.occurrence_state IS 'What moves of an occurrence. Apart from the rest, so that a nightly rescan of everything rewrites little.';

COMMENT ON COLUMN sasync.occurrence_state.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.occurrence_state.site IS 'Data site of Security Center: china or international.';

COMMENT ON COLUMN sasync.occurrence_state.row_key IS 'Our key of the occurrence.';

COMMENT ON COLUMN sasync.occurrence_state.finding_key IS 'The finding that it belongs to.';

COMMENT ON COLUMN sasync.occurrence_state.source_id IS 'The source whose walk saw it.';

COMMENT ON COLUMN sasync.occurrence_state.fingerprint IS 'Digest of all stored values but the times; equal ones mean nothing to write.';

COMMENT ON COLUMN sasync.occurrence_state.event_id IS 'Id: Security Center''s number of the row, where it gave one.';

COMMENT ON COLUMN sasync.occurrence_state.first_scan_at IS 'FirstScanTimestamp.';

COMMENT ON COLUMN sasync.occurrence_state.latest_scan_at IS 'LatestScanTimestamp, the newest ever told.';

COMMENT ON COLUMN sasync.occurrence_state.latest_verify_at IS 'LatestVerifyTimestamp, the newest ever told.';

COMMENT ON COLUMN sasync.occurrence_state.appeared_at IS 'When we recorded it, or recorded it again after it had gone.';

COMMENT ON COLUMN sasync.occurrence_state.gone_at IS 'When it was found to be gone; NULL while it is present.';

COMMENT ON COLUMN sasync.occurrence_state.gone_walk IS 'The walk that found it gone; NULL while it is present.';

COMMENT ON COLUMN sasync.occurrence_state.status IS 'Status as Security Center told it: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted.';

COMMENT ON COLUMN sasync.occurrence_state.scan_regressed IS 'True once an older scan time than the recorded one was told in this episode.';

COMMENT ON COLUMN sasync.occurrence_state.gone_waived IS 'True where an operator released it, so that the fuse does not count it.';

COMMENT ON COLUMN sasync.occurrence_state.level IS 'Level: serious, suspicious, remind.';

COMMENT ON COLUMN sasync.occurrence_state.gone_reason IS 'Why it is gone: absent, out_of_scope, source_retired.';

CREATE VIEW sas.cluster AS
 SELECT a.label AS account,
    c.account_id,
    c.cluster_id,
    c.cluster_name,
    c.open_findings,
    c.open_serious,
    c.open_suspicious,
    c.open_remind,
    (((c.open_findings - c.open_serious) - c.open_suspicious) - c.open_remind) AS open_other,
    c.files,
    c.images,
    c.pods,
    c.containers,
    c.hosts,
    c.first_opened_at,
    c.latest_scan_at,
    n.cluster_name AS listed_name,
    n.cluster_type,
    n.state AS cluster_state,
    n.region_id,
    n.instances,
    n.risk_instances,
    n.vulnerabilities,
    n.alerts,
    n.risk_level,
    n.risk_status,
    n.created_at,
    n.gone_at AS listed_gone_at
   FROM ((( SELECT o.account_id,
            o.cluster_id,
            max(o.cluster_name) AS cluster_name,
            count(DISTINCT t.finding_key) AS open_findings,
            count(DISTINCT t.finding_key) FILTER (WHERE (f.level = 'serious'::text)) AS open_serious,
            count(DISTINCT t.finding_key) FILTER (WHERE (f.level = 'suspicious'::text)) AS open_suspicious,
            count(DISTINCT t.finding_key) FILTER (WHERE (f.level = 'remind'::text)) AS open_remind,
            count(DISTINCT lower(f.malicious_md5)) AS files,
            count(DISTINCT f.image_key) AS images,
            count(DISTINCT o.pod) AS pods,
            count(DISTINCT o.container_id) AS containers,
            count(DISTINCT o.host_uuid) AS hosts,
            min(f.opened_at) AS first_opened_at,
            max(t.latest_scan_at) AS latest_scan_at
           FROM ((sasync.occurrence o
             JOIN sasync.occurrence_state t ON (((t.account_id = o.account_id) AND (t.site = o.site) AND (t.row_key = o.row_key))))
             JOIN sasync.finding f ON (((f.account_id = t.account_id) AND (f.finding_key = t.finding_key))))
          WHERE ((o.cluster_id IS NOT NULL) AND (t.gone_walk IS NULL))
          GROUP BY o.account_id, o.cluster_id) c
     LEFT JOIN ( SELECT DISTINCT ON (listed_cluster.account_id, listed_cluster.cluster_id) listed_cluster.account_id,
            listed_cluster.site,
            listed_cluster.cluster_id,
            listed_cluster.cluster_name,
            listed_cluster.cluster_type,
            listed_cluster.state,
            listed_cluster.region_id,
            listed_cluster.instances,
            listed_cluster.risk_instances,
            listed_cluster.vulnerabilities,
            listed_cluster.alerts,
            listed_cluster.risk_level,
            listed_cluster.risk_status,
            listed_cluster.created_at,
            listed_cluster.first_listed_at,
            listed_cluster.changed_at,
            listed_cluster.gone_at
           FROM sasync.listed_cluster
          ORDER BY listed_cluster.account_id, listed_cluster.cluster_id, listed_cluster.gone_at DESC, listed_cluster.site) n ON (((n.account_id = c.account_id) AND (n.cluster_id = c.cluster_id))))
     LEFT JOIN sasync.account a ON ((a.account_id = c.account_id)));

COMMENT ON VIEW sas.cluster IS 'Container clusters in which a malicious file is now, and what is open in each.';

COMMENT ON COLUMN sas.cluster.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.cluster.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.cluster.cluster_id IS 'The container cluster, by its id.';

COMMENT ON COLUMN sas.cluster.cluster_name IS 'Its name.';

COMMENT ON COLUMN sas.cluster.open_findings IS 'Open findings that are in the cluster, whitelisted ones too. One that is in several clusters counts in each.';

COMMENT ON COLUMN sas.cluster.open_serious IS 'Of these, those of level serious.';

COMMENT ON COLUMN sas.cluster.open_suspicious IS 'Of these, those of level suspicious.';

COMMENT ON COLUMN sas.cluster.open_remind IS 'Of these, those of level remind.';

COMMENT ON COLUMN sas.cluster.open_other IS 'Of these, those of a level that we do not know, or of none.';

COMMENT ON COLUMN sas.cluster.files IS 'Malicious files in the cluster: distinct MD5s.';

COMMENT ON COLUMN sas.cluster.images IS 'Images that brought them.';

COMMENT ON COLUMN sas.cluster.pods IS 'Pods in which they are, as far as Security Center names them.';

COMMENT ON COLUMN sas.cluster.containers IS 'Containers in which they are.';

COMMENT ON COLUMN sas.cluster.hosts IS 'Hosts on which these run.';

COMMENT ON COLUMN sas.cluster.first_opened_at IS 'When the oldest of its open findings was opened, as recorded by us.';

COMMENT ON COLUMN sas.cluster.latest_scan_at IS 'The latest scan of what is open in the cluster. One that does not move says that nobody scans it: see sas.blind_spot.';

COMMENT ON COLUMN sas.cluster.listed_name IS 'Name of the cluster, as Security Center lists it. This and what follows comes from sas.listed_cluster, and is NULL where enrich.containers is off or the cluster is not listed.';

COMMENT ON COLUMN sas.cluster.cluster_type IS 'Type of the cluster, such as ManagedKubernetes, Kubernetes or Ask (serverless).';

COMMENT ON COLUMN sas.cluster.cluster_state IS 'State of the cluster, in Security Center''s words.';

COMMENT ON COLUMN sas.cluster.region_id IS 'Region of the cluster.';

COMMENT ON COLUMN sas.cluster.instances IS 'All of its containers, those without findings too.';

COMMENT ON COLUMN sas.cluster.risk_instances IS 'Of these, those that Security Center holds to be at risk, for whatever reason.';

COMMENT ON COLUMN sas.cluster.vulnerabilities IS 'Vulnerabilities that Security Center knows of in it.';

COMMENT ON COLUMN sas.cluster.alerts IS 'Alerts of Security Center for it.';

COMMENT ON COLUMN sas.cluster.risk_level IS 'Its level of risk, in Security Center''s words.';

COMMENT ON COLUMN sas.cluster.risk_status IS 'YES where Security Center holds it to be at risk, else NO.';

COMMENT ON COLUMN sas.cluster.created_at IS 'When the cluster was created.';

COMMENT ON COLUMN sas.cluster.listed_gone_at IS 'When its site, read to the end, first no longer listed it; NULL while it does.';

CREATE TABLE sasync.listed_repository (
    account_id text NOT NULL COLLATE pg_catalog."C",
    repo_instance_id text NOT NULL COLLATE pg_catalog."C",
    repo_id text NOT NULL COLLATE pg_catalog."C",
    repo_region_id text COLLATE pg_catalog."C",
    repo_namespace text COLLATE pg_catalog."C",
    repo_name text COLLATE pg_catalog."C",
    repo_type text COLLATE pg_catalog."C",
    status text COLLATE pg_catalog."C",
    build_type text COLLATE pg_catalog."C",
    summary text,
    has_fixed_tags boolean,
    resource_group_id text COLLATE pg_catalog."C",
    created_at timestamp with time zone,
    modified_at timestamp with time zone,
    first_listed_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    changed_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    gone_at timestamp with time zone,
    CONSTRAINT listed_repository_check CHECK (((length(repo_instance_id) <= 200) AND (length(repo_id) <= 200)))
)
WITH (fillfactor='80');

COMMENT ON TABLE sasync.listed_repository IS 'Repositories as their registries list them (ListRepository), with findings or without.';

COMMENT ON COLUMN sasync.listed_repository.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.listed_repository.repo_instance_id IS 'The registry instance.';

COMMENT ON COLUMN sasync.listed_repository.repo_id IS 'RepoId.';

COMMENT ON COLUMN sasync.listed_repository.repo_region_id IS 'Region of the registry instance.';

COMMENT ON COLUMN sasync.listed_repository.repo_namespace IS 'RepoNamespaceName.';

COMMENT ON COLUMN sasync.listed_repository.repo_name IS 'RepoName.';

COMMENT ON COLUMN sasync.listed_repository.repo_type IS 'RepoType: PUBLIC or PRIVATE.';

COMMENT ON COLUMN sasync.listed_repository.status IS 'RepoStatus.';

COMMENT ON COLUMN sasync.listed_repository.build_type IS 'RepoBuildType: MANUAL or AUTO.';

COMMENT ON COLUMN sasync.listed_repository.summary IS 'Summary.';

COMMENT ON COLUMN sasync.listed_repository.has_fixed_tags IS 'TagImmutability.';

COMMENT ON COLUMN sasync.listed_repository.resource_group_id IS 'ResourceGroupId.';

COMMENT ON COLUMN sasync.listed_repository.created_at IS 'CreateTime.';

COMMENT ON COLUMN sasync.listed_repository.modified_at IS 'ModifiedTime.';

COMMENT ON COLUMN sasync.listed_repository.first_listed_at IS 'When we first read it.';

COMMENT ON COLUMN sasync.listed_repository.changed_at IS 'When what we read of it last changed.';

COMMENT ON COLUMN sasync.listed_repository.gone_at IS 'When a complete list first lacked it; NULL while it is listed.';

CREATE VIEW sas.repository AS
 SELECT a.label AS account,
    t.account_id,
    NULLIF(split_part(t.key, ''::text, 1), ''::text) AS repo_region_id,
    NULLIF(split_part(t.key, ''::text, 2), ''::text) AS repo_instance_id,
    f.repo_id,
    NULLIF(split_part(t.key, ''::text, 3), ''::text) AS repo_namespace,
    NULLIF(split_part(t.key, ''::text, 4), ''::text) AS repo_name,
    (((t.serious + t.suspicious) + t.remind) + t.other) AS open_findings,
    t.serious AS open_serious,
    t.suspicious AS open_suspicious,
    t.remind AS open_remind,
    t.other AS open_other,
    COALESCE(i.images, (0)::bigint) AS images,
    t.latest_scan_at,
    t.found AS findings,
    t.first_opened_at,
    n.repo_namespace AS listed_namespace,
    n.repo_name AS listed_name,
    n.repo_type,
    (n.repo_type = 'PUBLIC'::text) AS is_public,
    n.status AS repo_status,
    n.summary,
    n.has_fixed_tags,
    n.created_at,
    n.modified_at,
    n.gone_at AS listed_gone_at
   FROM ((((sasync.standing t
     LEFT JOIN sasync.finding f ON (((f.account_id = t.account_id) AND (f.finding_key = t.finding_key) AND (sasync.repository_key(f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name) = t.key))))
     LEFT JOIN ( SELECT g.account_id,
            sasync.repository_key(g.repo_region_id, g.repo_instance_id, g.repo_namespace, g.repo_name) AS key,
            count(DISTINCT g.image_key) AS images
           FROM sasync.finding g
          WHERE (g.presence = 'present'::text)
          GROUP BY g.account_id, (sasync.repository_key(g.repo_region_id, g.repo_instance_id, g.repo_namespace, g.repo_name))) i ON (((i.account_id = t.account_id) AND (i.key = t.key))))
     LEFT JOIN sasync.listed_repository n ON (((n.account_id = f.account_id) AND (n.repo_instance_id = f.repo_instance_id) AND (n.repo_id = f.repo_id))))
     LEFT JOIN sasync.account a ON ((a.account_id = t.account_id)))
  WHERE (t.thing = 'repository'::text);

COMMENT ON VIEW sas.repository IS 'Repositories in whose images a malicious file was ever found, and how each stands now.';

COMMENT ON COLUMN sas.repository.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.repository.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.repository.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sas.repository.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.repository.repo_id IS 'Id of the repository.';

COMMENT ON COLUMN sas.repository.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.repository.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.repository.open_findings IS 'Open findings in its images, whitelisted ones too.';

COMMENT ON COLUMN sas.repository.open_serious IS 'Of these, those of level serious.';

COMMENT ON COLUMN sas.repository.open_suspicious IS 'Of these, those of level suspicious.';

COMMENT ON COLUMN sas.repository.open_remind IS 'Of these, those of level remind.';

COMMENT ON COLUMN sas.repository.open_other IS 'Of these, those of a level that we do not know, or of none.';

COMMENT ON COLUMN sas.repository.images IS 'Its images that have open findings.';

COMMENT ON COLUMN sas.repository.latest_scan_at IS 'The latest scan of any of its findings. One that does not move says that nobody scans it: see sas.blind_spot.';

COMMENT ON COLUMN sas.repository.findings IS 'Findings ever, open or not.';

COMMENT ON COLUMN sas.repository.first_opened_at IS 'When its first finding was opened, as recorded by us.';

COMMENT ON COLUMN sas.repository.listed_namespace IS 'Namespace of the repository, as its registry lists it. This and what follows comes from sas.listed_repository, and is NULL where enrich.repositories is off or the registry did not list it.';

COMMENT ON COLUMN sas.repository.listed_name IS 'Name of the repository, as its registry lists it.';

COMMENT ON COLUMN sas.repository.repo_type IS 'PUBLIC (anybody can pull from it) or PRIVATE.';

COMMENT ON COLUMN sas.repository.is_public IS 'True where anybody can pull from it; NULL where its type is not told.';

COMMENT ON COLUMN sas.repository.repo_status IS 'NORMAL, DELETING, DELETED, or another word of the registry.';

COMMENT ON COLUMN sas.repository.summary IS 'What its owner wrote about it.';

COMMENT ON COLUMN sas.repository.has_fixed_tags IS 'True where a tag cannot be moved to another image.';

COMMENT ON COLUMN sas.repository.created_at IS 'When the repository was created.';

COMMENT ON COLUMN sas.repository.modified_at IS 'When the repository was last modified.';

COMMENT ON COLUMN sas.repository.listed_gone_at IS 'When its registry, read to the end, first no longer listed it; NULL while it does.';

CREATE VIEW sas.blind_spot AS
 SELECT b.account,
    b.account_id,
    b.kind,
    b.repo_region_id,
    b.repo_instance_id,
    b.repo_namespace,
    b.repo_name,
    b.cluster_id,
    b.cluster_name,
    b.open_findings,
    b.latest_scan_at,
    (now() - b.latest_scan_at) AS not_scanned_for,
    (floor((EXTRACT(epoch FROM (now() - b.latest_scan_at)) / (86400)::numeric)))::integer AS days_not_scanned
   FROM ( SELECT r.account,
            r.account_id,
            'repository'::text AS kind,
            r.repo_region_id,
            r.repo_instance_id,
            r.repo_namespace,
            r.repo_name,
            (NULL::text COLLATE "C") AS cluster_id,
            NULL::text AS cluster_name,
            (r.open_findings)::bigint AS open_findings,
            r.latest_scan_at
           FROM sas.repository r
          WHERE (r.open_findings > 0)
        UNION ALL
         SELECT c.account,
            c.account_id,
            'cluster'::text,
            NULL::text,
            NULL::text,
            NULL::text,
            NULL::text,
            c.cluster_id,
            c.cluster_name,
            c.open_findings,
            c.latest_scan_at
           FROM sas.cluster c) b;

COMMENT ON VIEW sas.blind_spot IS 'Repositories and clusters with open findings, and how long ago anything in them was last scanned. Not scanned is not clean: what has not been scanned for days may hold more than is known. Ask for not_scanned_for > interval ''7 days''. A place without open findings is not here: Security Center tells nothing of scans that found nothing.';

COMMENT ON COLUMN sas.blind_spot.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.blind_spot.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.blind_spot.kind IS 'repository or cluster.';

COMMENT ON COLUMN sas.blind_spot.repo_region_id IS 'Region of the repository; NULL for a cluster, as are the next three.';

COMMENT ON COLUMN sas.blind_spot.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.blind_spot.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.blind_spot.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.blind_spot.cluster_id IS 'The container cluster; NULL for a repository, as is its name.';

COMMENT ON COLUMN sas.blind_spot.cluster_name IS 'Name of the cluster.';

COMMENT ON COLUMN sas.blind_spot.open_findings IS 'What is open there.';

COMMENT ON COLUMN sas.blind_spot.latest_scan_at IS 'The latest scan of anything there; NULL where none was told.';

COMMENT ON COLUMN sas.blind_spot.not_scanned_for IS 'How long ago that was; NULL where none was told, which is no better.';

COMMENT ON COLUMN sas.blind_spot.days_not_scanned IS 'The same in whole days.';

CREATE TABLE sasync.daily (
    account_id text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL,
    level text NOT NULL COLLATE pg_catalog."C",
    repo_instance_id text NOT NULL COLLATE pg_catalog."C",
    repo_namespace text NOT NULL COLLATE pg_catalog."C",
    repo_name text NOT NULL COLLATE pg_catalog."C",
    opened integer DEFAULT 0 NOT NULL,
    initial integer DEFAULT 0 NOT NULL,
    reopened integer DEFAULT 0 NOT NULL,
    closed integer DEFAULT 0 NOT NULL,
    out_of_scope integer DEFAULT 0 NOT NULL,
    shifted integer DEFAULT 0 NOT NULL
)
WITH (fillfactor='80');

COMMENT ON TABLE sasync.daily IS 'Openings and closings by UTC day, level and repository. The sum of opened + reopened - closed + shifted up to a day is what was open at its end.';

COMMENT ON COLUMN sasync.daily.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.daily.day IS 'UTC day.';

COMMENT ON COLUMN sasync.daily.level IS 'Level of the findings; empty where they have none.';

COMMENT ON COLUMN sasync.daily.repo_instance_id IS 'Registry instance; empty where they have none.';

COMMENT ON COLUMN sasync.daily.repo_namespace IS 'Namespace of the repository; empty where they have none.';

COMMENT ON COLUMN sasync.daily.repo_name IS 'Name of the repository; empty where they have none.';

COMMENT ON COLUMN sasync.daily.opened IS 'Findings opened for the first time, initial ones included.';

COMMENT ON COLUMN sasync.daily.initial IS 'Of these, those that were there before the source was first read to its end.';

COMMENT ON COLUMN sasync.daily.reopened IS 'Findings opened again.';

COMMENT ON COLUMN sasync.daily.closed IS 'Findings closed, for any reason.';

COMMENT ON COLUMN sasync.daily.out_of_scope IS 'Of these, those that only left our view (filter changed, source retired) and count as no remediation.';

COMMENT ON COLUMN sasync.daily.shifted IS 'Open findings that came to this level or repository from another one, less those that left for another one.';

CREATE VIEW sas.daily AS
 SELECT a.label AS account,
    d.account_id,
    d.day,
    NULLIF(d.level, ''::text) AS level,
    NULLIF(d.repo_instance_id, ''::text) AS repo_instance_id,
    NULLIF(d.repo_namespace, ''::text) AS repo_namespace,
    NULLIF(d.repo_name, ''::text) AS repo_name,
    d.opened,
    d.initial,
    d.reopened,
    d.closed,
    d.out_of_scope,
    d.shifted,
    ( SELECT sum((((p.opened + p.reopened) - p.closed) + p.shifted)) AS sum
           FROM sasync.daily p
          WHERE ((p.account_id = d.account_id) AND (p.level = d.level) AND (p.repo_instance_id = d.repo_instance_id) AND (p.repo_namespace = d.repo_namespace) AND (p.repo_name = d.repo_name) AND (p.day <= d.day))) AS open_at_end
   FROM (sasync.daily d
     LEFT JOIN sasync.account a ON ((a.account_id = d.account_id)));

COMMENT ON VIEW sas.daily IS 'Openings and closings by UTC day, level and repository. The sum of opened + reopened - closed + shifted up to a day is what was open at its end.';

COMMENT ON COLUMN sas.daily.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.daily.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.daily.day IS 'UTC day.';

COMMENT ON COLUMN sas.daily.level IS 'Level of the findings.';

COMMENT ON COLUMN sas.daily.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.daily.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.daily.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.daily.opened IS 'Findings opened for the first time, initial ones included.';

COMMENT ON COLUMN sas.daily.initial IS 'Of these, those that were there before the source was first read to its end.';

COMMENT ON COLUMN sas.daily.reopened IS 'Findings opened again.';

COMMENT ON COLUMN sas.daily.closed IS 'Findings closed, for any reason.';

COMMENT ON COLUMN sas.daily.out_of_scope IS 'Of these, those that only left our view and count as no remediation.';

COMMENT ON COLUMN sas.daily.shifted IS 'Open findings that came to this level or repository from another one, less those that left.';

COMMENT ON COLUMN sas.daily.open_at_end IS 'Findings of this level and repository open at the end of the day. A day without a change has no row, so do not sum this over a day: sum opened + reopened - closed + shifted over all days up to it.';

CREATE TABLE sasync.episode (
    account_id text NOT NULL COLLATE pg_catalog."C",
    finding_key uuid NOT NULL,
    episode integer NOT NULL,
    is_initial boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    last_seen_at timestamp with time zone,
    opening_walk bigint NOT NULL,
    closing_walk bigint,
    continued_from uuid,
    level text COLLATE pg_catalog."C",
    image_key text NOT NULL COLLATE pg_catalog."C",
    malicious_md5 text NOT NULL COLLATE pg_catalog."C",
    close_reason text COLLATE pg_catalog."C",
    proof text COLLATE pg_catalog."C",
    first_request_id text COLLATE pg_catalog."C",
    closing_request_id text COLLATE pg_catalog."C",
    last_status integer,
    continued_as uuid,
    continued_since timestamp with time zone,
    repo_namespace text COLLATE pg_catalog."C",
    repo_name text COLLATE pg_catalog."C"
)
WITH (fillfactor='80');

COMMENT ON TABLE sasync.episode IS 'Intervals in which a finding was present. A closed one never changes.';

COMMENT ON COLUMN sasync.episode.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.episode.finding_key IS 'The finding.';

COMMENT ON COLUMN sasync.episode.episode IS 'Number of the episode within the finding, from 1.';

COMMENT ON COLUMN sasync.episode.is_initial IS 'True where it was there before the source was first read to its end, so that its beginning is unknown.';

COMMENT ON COLUMN sasync.episode.opened_at IS 'When we recorded its beginning.';

COMMENT ON COLUMN sasync.episode.closed_at IS 'When it was closed; NULL while open.';

COMMENT ON COLUMN sasync.episode.last_seen_at IS 'End of the last whole walk before the one that first missed it; NULL while open.';

COMMENT ON COLUMN sasync.episode.opening_walk IS 'The walk that opened it.';

COMMENT ON COLUMN sasync.episode.closing_walk IS 'The walk that closed it.';

COMMENT ON COLUMN sasync.episode.continued_from IS 'The finding that this one carries on under a new key (same file, same digest, target or image).';

COMMENT ON COLUMN sasync.episode.level IS 'Level at its beginning while open, at its end once closed.';

COMMENT ON COLUMN sasync.episode.image_key IS 'ImageUuid, or what stands for it.';

COMMENT ON COLUMN sasync.episode.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sasync.episode.close_reason IS 'Why it was closed: absent, out_of_scope, source_retired.';

COMMENT ON COLUMN sasync.episode.proof IS 'What the closing rests on: asked (two answers for just that file lacked it) or walks.';

COMMENT ON COLUMN sasync.episode.first_request_id IS 'RequestId of the first answer that lacked it.';

COMMENT ON COLUMN sasync.episode.closing_request_id IS 'RequestId of the answer that decided.';

COMMENT ON COLUMN sasync.episode.last_status IS 'Status at its end, a number; NULL while it lasts.';

COMMENT ON COLUMN sasync.episode.continued_as IS 'The finding, of another image key, that carries it on.';

COMMENT ON COLUMN sasync.episode.continued_since IS 'Where it carries another one on: when the first of these began.';

COMMENT ON COLUMN sasync.episode.repo_namespace IS 'Namespace of the repository at its end; NULL while it lasts.';

COMMENT ON COLUMN sasync.episode.repo_name IS 'Name of the repository at its end; NULL while it lasts.';

CREATE TABLE sasync.source (
    account_id text NOT NULL COLLATE pg_catalog."C",
    source_id bigint NOT NULL,
    site text NOT NULL COLLATE pg_catalog."C",
    suffix text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    filter text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    configured boolean DEFAULT true NOT NULL,
    registered_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    unconfigured_at timestamp with time zone,
    retired_at timestamp with time zone,
    not_entitled_at timestamp with time zone,
    freshness_limit interval DEFAULT '00:45:00'::interval NOT NULL,
    page_size_works integer DEFAULT 0 NOT NULL,
    largest_answer integer DEFAULT 0 NOT NULL,
    slice_by_status boolean DEFAULT false NOT NULL,
    slice_by_scan_range boolean DEFAULT false NOT NULL,
    slices_compared_at timestamp with time zone,
    dishonest_walks integer DEFAULT 0 NOT NULL,
    read_at timestamp with time zone,
    proven_at timestamp with time zone,
    first_whole_walk bigint,
    last_whole_walk bigint,
    last_walk bigint,
    last_verdict text COLLATE pg_catalog."C",
    last_reason text
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.source IS 'What is walked, published and judged as one: account, site and filter.';

COMMENT ON COLUMN sasync.source.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.source.source_id IS 'Our number of the source.';

COMMENT ON COLUMN sasync.source.site IS 'Data site of Security Center: china or international.';

COMMENT ON COLUMN sasync.source.suffix IS 'What a filter adds to the name of the source: # and eight digits of its digest; empty without a filter.';

COMMENT ON COLUMN sasync.source.filter IS 'What the operator narrowed the account to, in one line; empty without a filter.';

COMMENT ON COLUMN sasync.source.configured IS 'True while the settings plan this source.';

COMMENT ON COLUMN sasync.source.registered_at IS 'When the settings first planned it, or planned it again.';

COMMENT ON COLUMN sasync.source.unconfigured_at IS 'When the settings stopped planning it; NULL while they do.';

COMMENT ON COLUMN sasync.source.retired_at IS 'When an operator retired it, which closed its findings.';

COMMENT ON COLUMN sasync.source.not_entitled_at IS 'When the site last refused for want of permission or licence although the account has no finding there; NULL where it answers.';

COMMENT ON COLUMN sasync.source.freshness_limit IS 'How old the last whole walk may be before the source counts as stale.';

COMMENT ON COLUMN sasync.source.page_size_works IS 'Page size that the site served in full; 0 where not known yet.';

COMMENT ON COLUMN sasync.source.largest_answer IS 'The most rows that one answer of the site ever brought.';

COMMENT ON COLUMN sasync.source.slice_by_status IS 'True where the site holds back rows unless each status is asked for.';

COMMENT ON COLUMN sasync.source.slice_by_scan_range IS 'True where the site holds back rows unless each scan range is asked for.';

COMMENT ON COLUMN sasync.source.slices_compared_at IS 'When it was last compared whether "all" means all.';

COMMENT ON COLUMN sasync.source.dishonest_walks IS 'Whole walks in a row in which the site did not honour the filter by file.';

COMMENT ON COLUMN sasync.source.read_at IS 'End of the last whole walk.';

COMMENT ON COLUMN sasync.source.proven_at IS 'When closings were last decided without one left over.';

COMMENT ON COLUMN sasync.source.first_whole_walk IS 'The first walk that was whole; what it opened was there before.';

COMMENT ON COLUMN sasync.source.last_whole_walk IS 'The last walk that was whole.';

COMMENT ON COLUMN sasync.source.last_walk IS 'The last walk that ended.';

COMMENT ON COLUMN sasync.source.last_verdict IS 'Verdict of the last walk.';

COMMENT ON COLUMN sasync.source.last_reason IS 'Why the last walk was not whole.';

CREATE TABLE sasync.suspect (
    account_id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    row_key uuid NOT NULL,
    source_id bigint NOT NULL,
    first_missed_walk bigint NOT NULL,
    first_missed_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    last_seen_at timestamp with time zone,
    misses integer NOT NULL,
    still_misses integer NOT NULL,
    asked integer NOT NULL,
    held_by bigint,
    is_released boolean DEFAULT false NOT NULL
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.suspect IS 'Occurrences that a walk did not see and about which nothing is decided yet.';

COMMENT ON COLUMN sasync.suspect.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.suspect.site IS 'Data site of Security Center.';

COMMENT ON COLUMN sasync.suspect.row_key IS 'The occurrence.';

COMMENT ON COLUMN sasync.suspect.source_id IS 'Its source.';

COMMENT ON COLUMN sasync.suspect.first_missed_walk IS 'The walk that first missed it.';

COMMENT ON COLUMN sasync.suspect.first_missed_at IS 'When that was.';

COMMENT ON COLUMN sasync.suspect.last_seen_at IS 'End of the last whole walk before that.';

COMMENT ON COLUMN sasync.suspect.misses IS 'Walks in a row that missed it.';

COMMENT ON COLUMN sasync.suspect.still_misses IS 'Of these, the last ones in a row that were whole and saw no movement.';

COMMENT ON COLUMN sasync.suspect.asked IS 'How often the API was asked for it.';

COMMENT ON COLUMN sasync.suspect.held_by IS 'The walk whose fuse held it; NULL where it is not held.';

COMMENT ON COLUMN sasync.suspect.is_released IS 'True where an operator released it.';

CREATE VIEW sas.episode AS
 SELECT a.label AS account,
    e.account_id,
    e.finding_key,
    e.image_key AS image_uuid,
    f.malicious_md5,
    e.episode,
    e.opened_at,
        CASE
            WHEN (e.closed_at IS NOT NULL) THEN e.last_seen_at
            ELSE GREATEST(e.opened_at, ( SELECT
                    CASE
                        WHEN (count(*) = count(h.row_key)) THEN max(h.last_seen_at)
                        ELSE ( SELECT s.read_at
                           FROM sasync.source s
                          WHERE ((s.account_id = f.account_id) AND (s.source_id = f.source_id)))
                    END AS read_at
               FROM (sasync.occurrence_state t
                 LEFT JOIN sasync.suspect h ON (((h.account_id = t.account_id) AND (h.site = t.site) AND (h.row_key = t.row_key))))
              WHERE ((t.account_id = e.account_id) AND (t.finding_key = e.finding_key) AND (t.gone_walk IS NULL))))
        END AS last_seen_at,
    e.closed_at,
    e.close_reason,
    e.closing_walk,
    e.closing_request_id,
    e.proof,
    ( SELECT c.image_key
           FROM sasync.finding c
          WHERE ((c.account_id = e.account_id) AND (c.finding_key = e.continued_from))) AS continued_from,
    e.first_request_id,
    e.is_initial,
    e.opening_walk,
    e.level,
    e.last_status,
    sasync.status_name(e.last_status) AS last_status_name
   FROM ((sasync.episode e
     LEFT JOIN sasync.finding f ON (((f.account_id = e.account_id) AND (f.finding_key = e.finding_key))))
     LEFT JOIN sasync.account a ON ((a.account_id = e.account_id)));

COMMENT ON VIEW sas.episode IS 'Intervals in which a finding was present.';

COMMENT ON COLUMN sas.episode.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.episode.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.episode.finding_key IS 'The finding; joins the views.';

COMMENT ON COLUMN sas.episode.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.episode.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sas.episode.episode IS 'Number within the finding, from 1.';

COMMENT ON COLUMN sas.episode.opened_at IS 'When we recorded its beginning.';

COMMENT ON COLUMN sas.episode.last_seen_at IS 'When it was last known to be there: the end of the last whole walk, or of the one before it was first missed, held or not; its beginning, where there was none since.';

COMMENT ON COLUMN sas.episode.closed_at IS 'When it was closed; NULL while open.';

COMMENT ON COLUMN sas.episode.close_reason IS 'absent, out_of_scope, source_retired. Only absent counts as remediation.';

COMMENT ON COLUMN sas.episode.closing_walk IS 'The walk that closed it.';

COMMENT ON COLUMN sas.episode.closing_request_id IS 'RequestId of the answer that decided.';

COMMENT ON COLUMN sas.episode.proof IS 'What the closing rests on: asked (two answers for just that file lacked it) or walks; NULL while open.';

COMMENT ON COLUMN sas.episode.continued_from IS 'Image of the finding that this one carries on (same file, same digest, target or image name).';

COMMENT ON COLUMN sas.episode.first_request_id IS 'RequestId of the first answer that lacked it.';

COMMENT ON COLUMN sas.episode.is_initial IS 'True where it was there before the source was first read to its end, so that its beginning is unknown.';

COMMENT ON COLUMN sas.episode.opening_walk IS 'The walk that opened it.';

COMMENT ON COLUMN sas.episode.level IS 'Level at its beginning while open, at its end once closed.';

COMMENT ON COLUMN sas.episode.last_status IS 'Status at its end as a number: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted; NULL while open.';

COMMENT ON COLUMN sas.episode.last_status_name IS 'The same in words.';

CREATE SEQUENCE sasync.event_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1000;

COMMENT ON SEQUENCE sasync.event_number IS 'Numbers of event and rescan, so that both can be shown as one list.';

CREATE TABLE sasync.event (
    event_id bigint DEFAULT nextval('sasync.event_number'::regclass) NOT NULL,
    at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    walk_id bigint NOT NULL,
    source_id bigint NOT NULL,
    finding_key uuid NOT NULL,
    row_key uuid,
    account_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    old_value text,
    new_value text,
    reason text COLLATE pg_catalog."C",
    first_request_id text COLLATE pg_catalog."C",
    request_id text COLLATE pg_catalog."C"
);

COMMENT ON TABLE sasync.event IS 'Transitions, only ever added to.';

COMMENT ON COLUMN sasync.event.event_id IS 'Number of the event.';

COMMENT ON COLUMN sasync.event.at IS 'When we recorded it.';

COMMENT ON COLUMN sasync.event.walk_id IS 'The walk that saw it.';

COMMENT ON COLUMN sasync.event.source_id IS 'The source that was walked.';

COMMENT ON COLUMN sasync.event.finding_key IS 'The finding.';

COMMENT ON COLUMN sasync.event.row_key IS 'The occurrence, where the event is of one occurrence and not of the finding.';

COMMENT ON COLUMN sasync.event.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.event.kind IS 'opened, reopened, closed, rekeyed, level_changed, status_changed, scan_regressed, moved, occurrence_added, occurrence_gone.';

COMMENT ON COLUMN sasync.event.old_value IS 'Value before.';

COMMENT ON COLUMN sasync.event.new_value IS 'Value after.';

COMMENT ON COLUMN sasync.event.reason IS 'Why: initial for openings of the first whole walk; absent, out_of_scope or source_retired for closings.';

COMMENT ON COLUMN sasync.event.first_request_id IS 'RequestId of the first answer that lacked it, for closings.';

COMMENT ON COLUMN sasync.event.request_id IS 'RequestId of the answer that decided, for closings.';

CREATE TABLE sasync.rescan (
    event_id bigint DEFAULT nextval('sasync.event_number'::regclass) NOT NULL,
    at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    walk_id bigint NOT NULL,
    source_id bigint NOT NULL,
    old_scan_at timestamp with time zone,
    new_scan_at timestamp with time zone,
    finding_key uuid NOT NULL,
    row_key uuid,
    account_id text NOT NULL COLLATE pg_catalog."C"
);

COMMENT ON TABLE sasync.rescan IS 'Transitions of the latest scan time: one a finding and scan, so in a narrow table with a retention of its own.';

COMMENT ON COLUMN sasync.rescan.event_id IS 'Number of the event.';

COMMENT ON COLUMN sasync.rescan.at IS 'When we recorded it.';

COMMENT ON COLUMN sasync.rescan.walk_id IS 'The walk that saw it.';

COMMENT ON COLUMN sasync.rescan.source_id IS 'The source that was walked.';

COMMENT ON COLUMN sasync.rescan.old_scan_at IS 'LatestScanTimestamp before.';

COMMENT ON COLUMN sasync.rescan.new_scan_at IS 'LatestScanTimestamp after.';

COMMENT ON COLUMN sasync.rescan.finding_key IS 'The finding.';

COMMENT ON COLUMN sasync.rescan.row_key IS 'The occurrence, where only an occurrence was rescanned and the finding''s latest scan did not move.';

COMMENT ON COLUMN sasync.rescan.account_id IS 'The cloud''s id of the account.';

CREATE VIEW sas.event AS
 SELECT e.event_id,
    a.label AS account,
    e.account_id,
    e.finding_key,
    f.image_key AS image_uuid,
    f.malicious_md5,
    e.kind,
    e.at,
    e.old_value,
    e.new_value,
    e.reason,
    e.walk_id,
    e.request_id,
    e.first_request_id,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    e.row_key
   FROM (((( SELECT t.event_id,
            t.account_id,
            t.finding_key,
            t.kind,
            t.at,
            t.old_value,
            t.new_value,
            t.reason,
            t.walk_id,
            t.request_id,
            t.first_request_id,
            t.source_id,
            t.row_key
           FROM sasync.event t
        UNION ALL
         SELECT r.event_id,
            r.account_id,
            r.finding_key,
            ('rescanned'::text COLLATE "C") AS text,
            r.at,
            sasync.iso(r.old_scan_at) AS iso,
            sasync.iso(r.new_scan_at) AS iso,
            (NULL::text COLLATE "C") AS text,
            r.walk_id,
            (NULL::text COLLATE "C") AS text,
            (NULL::text COLLATE "C") AS text,
            r.source_id,
            r.row_key
           FROM sasync.rescan r) e
     LEFT JOIN sasync.finding f ON (((f.account_id = e.account_id) AND (f.finding_key = e.finding_key))))
     LEFT JOIN sasync.account a ON ((a.account_id = e.account_id)))
     LEFT JOIN sasync.source s ON (((s.account_id = e.account_id) AND (s.source_id = e.source_id))));

COMMENT ON VIEW sas.event IS 'Transitions of findings and occurrences, the oldest first by event_id.';

COMMENT ON COLUMN sas.event.event_id IS 'Number of the event.';

COMMENT ON COLUMN sas.event.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.event.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.event.finding_key IS 'The finding; joins the views.';

COMMENT ON COLUMN sas.event.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.event.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sas.event.kind IS 'opened, reopened, closed, rekeyed, level_changed, status_changed, rescanned, scan_regressed, moved, occurrence_added, occurrence_gone.';

COMMENT ON COLUMN sas.event.at IS 'When we recorded it.';

COMMENT ON COLUMN sas.event.old_value IS 'Value before: a level, a status, a time, or JSON of the fields that moved.';

COMMENT ON COLUMN sas.event.new_value IS 'Value after.';

COMMENT ON COLUMN sas.event.reason IS 'initial for openings that were there before the source was first read to its end; absent, out_of_scope, source_retired for closings.';

COMMENT ON COLUMN sas.event.walk_id IS 'The walk that saw it.';

COMMENT ON COLUMN sas.event.request_id IS 'RequestId of the answer that decided, for closings.';

COMMENT ON COLUMN sas.event.first_request_id IS 'RequestId of the first answer that lacked it, for closings.';

COMMENT ON COLUMN sas.event.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.event.row_key IS 'The occurrence, where the event is of one occurrence and not of the finding.';

CREATE TABLE sasync.malware (
    malicious_md5 text NOT NULL COLLATE pg_catalog."C",
    name text,
    malware_key text COLLATE pg_catalog."C",
    level text COLLATE pg_catalog."C",
    updated_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    CONSTRAINT malware_malicious_md5_check CHECK ((length(malicious_md5) <= 200))
)
WITH (fillfactor='80');

COMMENT ON TABLE sasync.malware IS 'Names of malicious files, of all accounts, as DescribeGroupedMaliciousFiles told them.';

COMMENT ON COLUMN sasync.malware.malicious_md5 IS 'MD5 of the file, in lower case.';

COMMENT ON COLUMN sasync.malware.name IS 'MaliciousName: what Security Center calls it.';

COMMENT ON COLUMN sasync.malware.malware_key IS 'MaliciousKey: its type, such as WEBSHELL_IMG.';

COMMENT ON COLUMN sasync.malware.level IS 'The worst level that any site told of the file.';

COMMENT ON COLUMN sasync.malware.updated_at IS 'When that was recorded.';

CREATE VIEW sas.finding AS
 SELECT a.label AS account,
    f.account_id,
    f.finding_key,
    f.image_key AS image_uuid,
    f.is_derived AS image_uuid_derived,
    f.malicious_md5,
    ( SELECT m.name
           FROM sasync.malware m
          WHERE (m.malicious_md5 = lower(f.malicious_md5))) AS malware_name,
    f.level,
        CASE
            WHEN (f.level IS NULL) THEN 0
            ELSE sasync.level_rank(f.level)
        END AS level_rank,
    f.status,
    sasync.status_name(f.status) AS status_name,
    f.presence,
    (NOT (EXISTS ( SELECT
           FROM sasync.source s
          WHERE ((s.account_id = f.account_id) AND ((s.source_id = f.source_id) OR (s.source_id = ANY (f.other_sources))) AND ((s.read_at > (now() - s.freshness_limit)) IS NOT TRUE))))) AS is_current,
    f.first_scan_at,
    f.latest_scan_at,
    f.latest_verify_at,
    f.opened_at,
    f.closed_at,
    f.close_reason,
    f.episode AS episodes,
    f.occurrences,
    f.image,
    f.digest,
    f.tag,
    f.repo_region_id,
    f.repo_instance_id,
    f.repo_id,
    f.repo_name,
    f.repo_namespace,
    ( SELECT
                CASE
                    WHEN (count(*) = count(s.read_at)) THEN min(s.read_at)
                    ELSE NULL::timestamp with time zone
                END AS "case"
           FROM sasync.source s
          WHERE ((s.account_id = f.account_id) AND ((s.source_id = f.source_id) OR (s.source_id = ANY (f.other_sources))))) AS last_read_at,
    f.site,
    ( SELECT (((a.label || '/'::text) || s.site) || s.suffix)
           FROM sasync.source s
          WHERE ((s.account_id = f.account_id) AND (s.source_id = f.source_id))) AS source,
    f.opened_walk
   FROM (sasync.finding f
     LEFT JOIN sasync.account a ON ((a.account_id = f.account_id)));

COMMENT ON VIEW sas.finding IS 'Findings: one malicious file in one image, present or not.';

COMMENT ON COLUMN sas.finding.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.finding.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.finding.finding_key IS 'Our key of the finding; joins the views.';

COMMENT ON COLUMN sas.finding.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.finding.image_uuid_derived IS 'True where the rows have no ImageUuid, so that something else stands for the image.';

COMMENT ON COLUMN sas.finding.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sas.finding.malware_name IS 'What Security Center calls the file, where known.';

COMMENT ON COLUMN sas.finding.level IS 'Worst level of the present occurrences: serious, suspicious, remind. Frozen when the last one goes.';

COMMENT ON COLUMN sas.finding.level_rank IS 'Level as a number, worst highest: serious 3, suspicious 2, remind 1, unknown text 4, none 0.';

COMMENT ON COLUMN sas.finding.status IS 'Least handled status of the present occurrences, as a number: 0 to 3. Frozen when the last one goes.';

COMMENT ON COLUMN sas.finding.status_name IS 'Status in words: unhandled, handled, verifying, whitelisted, unknown (N).';

COMMENT ON COLUMN sas.finding.presence IS 'present while at least one occurrence is, else absent. Absent is what we asked for; it does not follow from a status.';

COMMENT ON COLUMN sas.finding.is_current IS 'True where all sources that show it are fresh.';

COMMENT ON COLUMN sas.finding.first_scan_at IS 'Earliest first scan of its occurrences.';

COMMENT ON COLUMN sas.finding.latest_scan_at IS 'Latest scan of its occurrences.';

COMMENT ON COLUMN sas.finding.latest_verify_at IS 'Latest verification of its occurrences.';

COMMENT ON COLUMN sas.finding.opened_at IS 'Beginning of the current or last episode, as recorded by us.';

COMMENT ON COLUMN sas.finding.closed_at IS 'End of the last episode; NULL while present.';

COMMENT ON COLUMN sas.finding.close_reason IS 'Why it was closed: absent, out_of_scope, source_retired. Only absent counts as remediation.';

COMMENT ON COLUMN sas.finding.episodes IS 'How often it was present so far.';

COMMENT ON COLUMN sas.finding.occurrences IS 'Present occurrences.';

COMMENT ON COLUMN sas.finding.image IS 'Name of the image.';

COMMENT ON COLUMN sas.finding.digest IS 'Digest of the image.';

COMMENT ON COLUMN sas.finding.tag IS 'Tag of the image.';

COMMENT ON COLUMN sas.finding.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sas.finding.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.finding.repo_id IS 'Id of the repository.';

COMMENT ON COLUMN sas.finding.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.finding.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.finding.last_read_at IS 'When its sources were last read to the end.';

COMMENT ON COLUMN sas.finding.site IS 'Site that shows it.';

COMMENT ON COLUMN sas.finding.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.finding.opened_walk IS 'The walk that opened the current or last episode.';

CREATE TABLE sasync.listing (
    account_id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    region_id text COLLATE pg_catalog."C",
    read_at timestamp with time zone,
    failing_since timestamp with time zone,
    fault text,
    pages bigint,
    elements bigint,
    unusable bigint,
    total_told bigint,
    request_id text COLLATE pg_catalog."C",
    CONSTRAINT listing_scope_check CHECK ((length(scope) <= 200))
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.listing IS 'Lists that are read beside the findings: when each was read to its end, and why not.';

COMMENT ON COLUMN sasync.listing.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.listing.site IS 'Data site of Security Center that the list belongs to, or whose findings name the registry.';

COMMENT ON COLUMN sasync.listing.kind IS 'repositories or clusters.';

COMMENT ON COLUMN sasync.listing.scope IS 'The registry instance whose repositories they are; empty for clusters.';

COMMENT ON COLUMN sasync.listing.region_id IS 'Region of the registry instance.';

COMMENT ON COLUMN sasync.listing.read_at IS 'When it was last read to its end.';

COMMENT ON COLUMN sasync.listing.failing_since IS 'When it first could not be read since; NULL where it could.';

COMMENT ON COLUMN sasync.listing.fault IS 'Why it could not be read last time; NULL where it could.';

COMMENT ON COLUMN sasync.listing.pages IS 'Pages of the last list that was read to its end.';

COMMENT ON COLUMN sasync.listing.elements IS 'What it held.';

COMMENT ON COLUMN sasync.listing.unusable IS 'What it held beside that and could not be stored for want of a usable id.';

COMMENT ON COLUMN sasync.listing.total_told IS 'How many it said that there are.';

COMMENT ON COLUMN sasync.listing.request_id IS 'Request id of its last page.';

CREATE TABLE sasync.site (
    account_id text NOT NULL COLLATE pg_catalog."C",
    site text NOT NULL COLLATE pg_catalog."C",
    names_at timestamp with time zone,
    names_fault text,
    subscription_at timestamp with time zone,
    subscription_fault text,
    edition text,
    image_scans_total bigint,
    image_scans_left bigint
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.site IS 'What a site tells of an account beside its findings, read every enrich.every.';

COMMENT ON COLUMN sasync.site.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.site.site IS 'Data site of Security Center: china or international.';

COMMENT ON COLUMN sasync.site.names_at IS 'When the names of malware were last read to their end.';

COMMENT ON COLUMN sasync.site.names_fault IS 'Why they could not be read last time; NULL where they could.';

COMMENT ON COLUMN sasync.site.subscription_at IS 'When edition and scan quota were last read.';

COMMENT ON COLUMN sasync.site.subscription_fault IS 'Why one of them could not be read last time; NULL where both could.';

COMMENT ON COLUMN sasync.site.edition IS 'Edition of Security Center that the account has, as last told.';

COMMENT ON COLUMN sasync.site.image_scans_total IS 'Image scans bought, as last told.';

COMMENT ON COLUMN sasync.site.image_scans_left IS 'Of these, those that are not used up.';

CREATE VIEW sas.source AS
 SELECT a.label AS account,
    s.account_id,
    s.site,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    s.configured,
        CASE
            WHEN ((s.retired_at IS NOT NULL) OR (now_.is_left_behind AND (NOT now_.has_findings))) THEN 'retired'::text
            WHEN now_.is_left_behind THEN 'stale'::text
            WHEN (s.not_entitled_at IS NOT NULL) THEN 'not_entitled'::text
            WHEN (s.last_verdict = 'refused'::text) THEN 'refused'::text
            WHEN ((s.read_at IS NULL) AND ((s.registered_at + s.freshness_limit) > now())) THEN 'new'::text
            WHEN (NOT now_.fresh) THEN 'stale'::text
            WHEN (now_.held > 0) THEN 'held'::text
            ELSE 'ok'::text
        END AS health,
    s.read_at,
    s.proven_at,
    (now() - s.read_at) AS age,
    now_.fresh,
    s.last_verdict,
    ( SELECT count(*) AS count
           FROM sasync.finding f
          WHERE ((f.account_id = s.account_id) AND (f.source_id = s.source_id) AND (f.presence = 'present'::text))) AS open_findings,
    now_.held,
        CASE
            WHEN ((s.retired_at IS NOT NULL) OR (now_.is_left_behind AND (NOT now_.has_findings))) THEN NULL::text
            WHEN now_.is_left_behind THEN (((('no source of the settings covers it any more: put it back, or run sasyncd retire '::text || a.label) || '/'::text) || s.site) || s.suffix)
            WHEN (s.last_verdict <> 'whole'::text) THEN s.last_reason
            WHEN (now_.held > 0) THEN (((((now_.held || ' occurrences are held: look at them, then run sasyncd release '::text) || a.label) || '/'::text) || s.site) || s.suffix)
            WHEN (NOT now_.fresh) THEN ('no walk was whole within '::text || s.freshness_limit)
            ELSE NULL::text
        END AS reason,
    s.source_id,
    NULLIF(s.filter, ''::text) AS filter,
    s.freshness_limit,
    s.last_walk AS last_walk_id,
    s.registered_at,
    s.retired_at,
    b.edition,
    b.image_scans_total,
    b.image_scans_left,
    b.names_at,
    NULLIF(concat_ws('; '::text, b.names_fault, b.subscription_fault, ( SELECT string_agg(DISTINCT l.fault, '; '::text ORDER BY l.fault) AS string_agg
           FROM sasync.listing l
          WHERE ((l.account_id = s.account_id) AND (l.site = s.site)))), ''::text) AS not_told
   FROM (((sasync.source s
     JOIN sasync.account a ON ((a.account_id = s.account_id)))
     LEFT JOIN sasync.site b ON (((b.account_id = s.account_id) AND (b.site = s.site))))
     CROSS JOIN LATERAL ( SELECT COALESCE((s.read_at > (now() - s.freshness_limit)), false) AS fresh,
            (NOT s.configured) AS is_left_behind,
            (EXISTS ( SELECT
                   FROM sasync.finding f
                  WHERE ((f.account_id = s.account_id) AND (f.source_id = s.source_id) AND (f.presence = 'present'::text)))) AS has_findings,
            ( SELECT count(*) AS count
                   FROM sasync.suspect h
                  WHERE ((h.account_id = s.account_id) AND (h.source_id = s.source_id) AND (h.held_by IS NOT NULL))) AS held) now_);

COMMENT ON VIEW sas.source IS 'What is walked and judged as one (account, site and filter), and how it is now.';

COMMENT ON COLUMN sas.source.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.source.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.source.site IS 'Data site of Security Center: china or international.';

COMMENT ON COLUMN sas.source.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.source.configured IS 'True while the settings plan it.';

COMMENT ON COLUMN sas.source.health IS 'new (not read yet), ok, stale (not read in time, or no longer read at all), held (the fuse holds closings back), refused (no permission or licence), not_entitled (the account does not use this site), retired.';

COMMENT ON COLUMN sas.source.read_at IS 'End of the last whole walk: the data is at least as new as this.';

COMMENT ON COLUMN sas.source.proven_at IS 'When closings were last decided without one left over.';

COMMENT ON COLUMN sas.source.age IS 'Time since read_at.';

COMMENT ON COLUMN sas.source.fresh IS 'True where the last whole walk is younger than the limit.';

COMMENT ON COLUMN sas.source.last_verdict IS 'Verdict of the last walk: whole, partial, refused, interrupted.';

COMMENT ON COLUMN sas.source.open_findings IS 'Findings present now. One that several sources show counts at the first.';

COMMENT ON COLUMN sas.source.held IS 'Occurrences that the fuse holds open until sasyncd release.';

COMMENT ON COLUMN sas.source.reason IS 'Why it is not ok, in words.';

COMMENT ON COLUMN sas.source.source_id IS 'Our number of the source.';

COMMENT ON COLUMN sas.source.filter IS 'What the operator narrowed it to; NULL without a filter.';

COMMENT ON COLUMN sas.source.freshness_limit IS 'How old read_at may become.';

COMMENT ON COLUMN sas.source.last_walk_id IS 'The last walk that ended.';

COMMENT ON COLUMN sas.source.registered_at IS 'Since when the settings plan it.';

COMMENT ON COLUMN sas.source.retired_at IS 'When an operator retired it.';

COMMENT ON COLUMN sas.source.edition IS 'Edition of Security Center that the account has at this site; NULL where it is not told.';

COMMENT ON COLUMN sas.source.image_scans_total IS 'Image scans that the account bought; 0: nothing is scanned, so nothing can be found. NULL where it is not told.';

COMMENT ON COLUMN sas.source.image_scans_left IS 'Of these, those that are not used up.';

COMMENT ON COLUMN sas.source.names_at IS 'When the names of malware were last read from the site.';

COMMENT ON COLUMN sas.source.not_told IS 'What was not told last time of names, edition and scan quota, repositories and clusters, why, and what to allow. Findings do not depend on it.';

CREATE VIEW sas.freshness AS
 SELECT s.account,
    s.account_id,
    s.site,
    s.source,
    s.health,
    s.configured,
    s.read_at,
    s.age,
    s.freshness_limit,
    d.due_at,
    ((s.health <> ALL (ARRAY['not_entitled'::text, 'retired'::text])) AND (d.due_at <= now())) AS is_breached,
        CASE
            WHEN (s.health <> ALL (ARRAY['not_entitled'::text, 'retired'::text])) THEN (d.due_at - now())
            ELSE NULL::interval
        END AS time_left,
    s.proven_at,
    (now() - s.proven_at) AS proven_age,
    s.last_verdict,
    s.reason
   FROM (sas.source s
     CROSS JOIN LATERAL ( SELECT (COALESCE(s.read_at, s.registered_at) + s.freshness_limit) AS due_at) d);

COMMENT ON VIEW sas.freshness IS 'How old what is known of each source is, against how old it may become. Whatever is asked of these views is true as of read_at.';

COMMENT ON COLUMN sas.freshness.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.freshness.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.freshness.site IS 'Data site of Security Center: china or international.';

COMMENT ON COLUMN sas.freshness.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.freshness.health IS 'new, ok, stale, held, refused, not_entitled or retired: see sas.source.';

COMMENT ON COLUMN sas.freshness.configured IS 'True while the settings plan it.';

COMMENT ON COLUMN sas.freshness.read_at IS 'End of the last walk that read everything; NULL before the first.';

COMMENT ON COLUMN sas.freshness.age IS 'Time since read_at.';

COMMENT ON COLUMN sas.freshness.freshness_limit IS 'How old read_at may become.';

COMMENT ON COLUMN sas.freshness.due_at IS 'When the limit is or was reached: read_at, or for a source never read its registration, and the limit.';

COMMENT ON COLUMN sas.freshness.is_breached IS 'True where the limit is exceeded: what is shown of this source may be out of date. Never true of a site that the account does not use, nor of a retired source.';

COMMENT ON COLUMN sas.freshness.time_left IS 'How long until the limit is reached; negative by how much it is exceeded. NULL where none applies.';

COMMENT ON COLUMN sas.freshness.proven_at IS 'When closings were last decided without one left over.';

COMMENT ON COLUMN sas.freshness.proven_age IS 'Time since proven_at.';

COMMENT ON COLUMN sas.freshness.last_verdict IS 'Verdict of the last walk: whole, partial, refused, interrupted.';

COMMENT ON COLUMN sas.freshness.reason IS 'Why it is not ok, in words.';

CREATE VIEW sas.host AS
 SELECT a.label AS account,
    h.account_id,
    h.host_uuid,
    h.instance_name,
    h.internet_ip,
    h.intranet_ip,
    h.open_findings,
    h.open_serious,
    h.open_suspicious,
    h.open_remind,
    (((h.open_findings - h.open_serious) - h.open_suspicious) - h.open_remind) AS open_other,
    h.files,
    h.images,
    h.pods,
    h.containers,
    h.first_opened_at,
    h.latest_scan_at
   FROM (( SELECT o.account_id,
            o.host_uuid,
            max(o.instance_name) AS instance_name,
            string_agg(DISTINCT o.internet_ip, ', '::text) AS internet_ip,
            string_agg(DISTINCT o.intranet_ip, ', '::text) AS intranet_ip,
            count(DISTINCT t.finding_key) AS open_findings,
            count(DISTINCT t.finding_key) FILTER (WHERE (f.level = 'serious'::text)) AS open_serious,
            count(DISTINCT t.finding_key) FILTER (WHERE (f.level = 'suspicious'::text)) AS open_suspicious,
            count(DISTINCT t.finding_key) FILTER (WHERE (f.level = 'remind'::text)) AS open_remind,
            count(DISTINCT lower(f.malicious_md5)) AS files,
            count(DISTINCT f.image_key) AS images,
            count(DISTINCT ROW(o.cluster_id, o.pod)) FILTER (WHERE (o.pod IS NOT NULL)) AS pods,
            count(DISTINCT o.container_id) AS containers,
            min(f.opened_at) AS first_opened_at,
            max(t.latest_scan_at) AS latest_scan_at
           FROM ((sasync.occurrence o
             JOIN sasync.occurrence_state t ON (((t.account_id = o.account_id) AND (t.site = o.site) AND (t.row_key = o.row_key))))
             JOIN sasync.finding f ON (((f.account_id = t.account_id) AND (f.finding_key = t.finding_key))))
          WHERE ((o.host_uuid IS NOT NULL) AND (t.gone_walk IS NULL))
          GROUP BY o.account_id, o.host_uuid) h
     LEFT JOIN sasync.account a ON ((a.account_id = h.account_id)));

COMMENT ON VIEW sas.host IS 'Hosts (servers and nodes of clusters) on which a malicious file is now, and what is open on each.';

COMMENT ON COLUMN sas.host.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.host.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.host.host_uuid IS 'The host, by Security Center''s id.';

COMMENT ON COLUMN sas.host.instance_name IS 'Its name.';

COMMENT ON COLUMN sas.host.internet_ip IS 'Its public address; several, with commas between them, where it was told with several.';

COMMENT ON COLUMN sas.host.intranet_ip IS 'Its private address; likewise.';

COMMENT ON COLUMN sas.host.open_findings IS 'Open findings that are on the host, whitelisted ones too. One that is on several hosts counts on each.';

COMMENT ON COLUMN sas.host.open_serious IS 'Of these, those of level serious.';

COMMENT ON COLUMN sas.host.open_suspicious IS 'Of these, those of level suspicious.';

COMMENT ON COLUMN sas.host.open_remind IS 'Of these, those of level remind.';

COMMENT ON COLUMN sas.host.open_other IS 'Of these, those of a level that we do not know, or of none.';

COMMENT ON COLUMN sas.host.files IS 'Malicious files on the host: distinct MD5s.';

COMMENT ON COLUMN sas.host.images IS 'Images that brought them.';

COMMENT ON COLUMN sas.host.pods IS 'Pods in which they are, as far as Security Center names them.';

COMMENT ON COLUMN sas.host.containers IS 'Containers in which they are.';

COMMENT ON COLUMN sas.host.first_opened_at IS 'When the oldest of its open findings was opened, as recorded by us.';

COMMENT ON COLUMN sas.host.latest_scan_at IS 'The latest scan of what is open on the host.';

CREATE VIEW sas.image AS
 SELECT a.label AS account,
    t.account_id,
    t.key AS image_uuid,
    f.is_derived AS image_uuid_derived,
    f.image,
    f.digest,
    f.tag,
    f.repo_region_id,
    f.repo_instance_id,
    f.repo_id,
    f.repo_name,
    f.repo_namespace,
    (((t.serious + t.suspicious) + t.remind) + t.other) AS open_findings,
    t.serious AS open_serious,
    t.suspicious AS open_suspicious,
    t.remind AS open_remind,
    t.other AS open_other,
        CASE
            WHEN (t.serious > 0) THEN 'serious'::text
            WHEN (t.suspicious > 0) THEN 'suspicious'::text
            WHEN (t.remind > 0) THEN 'remind'::text
            WHEN (t.other > 0) THEN 'other'::text
            ELSE NULL::text
        END AS worst_level,
        CASE
            WHEN (t.serious > 0) THEN 3
            WHEN (t.suspicious > 0) THEN 2
            WHEN (t.remind > 0) THEN 1
            WHEN (t.other > 0) THEN 4
            ELSE 0
        END AS worst_level_rank,
    t.first_opened_at,
        CASE
            WHEN (t.cleared_at IS NULL) THEN t.open_since
            ELSE NULL::timestamp with time zone
        END AS open_since,
        CASE
            WHEN (t.cleared_at IS NULL) THEN (now() - t.open_since)
            ELSE NULL::interval
        END AS open_age,
    t.cleared_at,
    (t.cleared_at - t.open_since) AS time_to_remediate,
    t.found AS findings
   FROM ((sasync.standing t
     LEFT JOIN sasync.finding f ON (((f.account_id = t.account_id) AND (f.finding_key = t.finding_key))))
     LEFT JOIN sasync.account a ON ((a.account_id = t.account_id)))
  WHERE (t.thing = 'image'::text);

COMMENT ON VIEW sas.image IS 'Images in which a malicious file was ever found: how each stands now, and how long it took until it was clean.';

COMMENT ON COLUMN sas.image.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.image.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.image.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.image.image_uuid_derived IS 'True where the rows have no ImageUuid, so that something else stands for the image.';

COMMENT ON COLUMN sas.image.image IS 'Name of the image.';

COMMENT ON COLUMN sas.image.digest IS 'Digest of the image.';

COMMENT ON COLUMN sas.image.tag IS 'Tag of the image.';

COMMENT ON COLUMN sas.image.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sas.image.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.image.repo_id IS 'Id of the repository.';

COMMENT ON COLUMN sas.image.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.image.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.image.open_findings IS 'Open findings: malicious files that are in the image now, whitelisted ones too.';

COMMENT ON COLUMN sas.image.open_serious IS 'Of these, those of level serious. To see the worst images first, order by this descending, then by open_suspicious descending.';

COMMENT ON COLUMN sas.image.open_suspicious IS 'Of these, those of level suspicious.';

COMMENT ON COLUMN sas.image.open_remind IS 'Of these, those of level remind.';

COMMENT ON COLUMN sas.image.open_other IS 'Of these, those of a level that we do not know, or of none.';

COMMENT ON COLUMN sas.image.worst_level IS 'Worst known level of the open findings; other where all are of unknown levels; NULL where none is open.';

COMMENT ON COLUMN sas.image.worst_level_rank IS 'The same as a number: serious 3, suspicious 2, remind 1, other 4, none open 0.';

COMMENT ON COLUMN sas.image.first_opened_at IS 'When its first finding was opened, as recorded by us.';

COMMENT ON COLUMN sas.image.open_since IS 'Since when it has had an open finding without a break; NULL where none is open.';

COMMENT ON COLUMN sas.image.open_age IS 'How long that is.';

COMMENT ON COLUMN sas.image.cleared_at IS 'When its last open finding closed; NULL while one is open.';

COMMENT ON COLUMN sas.image.time_to_remediate IS 'From open_since to cleared_at of the last time that it was not clean; NULL while it is not. Closings for any reason count: see sas.remediation.';

COMMENT ON COLUMN sas.image.findings IS 'Findings ever, open or not.';

CREATE VIEW sas.image_history AS
 SELECT a.label AS account,
    h.account_id,
    h.image_uuid,
    h.day,
    h.opened,
    h.reopened,
    h.closed,
    h.open_findings,
        CASE h.worst_level_rank
            WHEN 4 THEN 'other'::text
            WHEN 3 THEN 'serious'::text
            WHEN 2 THEN 'suspicious'::text
            WHEN 1 THEN 'remind'::text
            ELSE NULL::text
        END AS worst_level,
    h.worst_level_rank
   FROM (( SELECT d.account_id,
            d.image_key AS image_uuid,
            d.day,
            count(*) FILTER (WHERE ((e.episode = 1) AND (e.opened_at >= d.begin_at))) AS opened,
            count(*) FILTER (WHERE ((e.episode > 1) AND (e.opened_at >= d.begin_at))) AS reopened,
            count(*) FILTER (WHERE ((e.closed_at >= d.begin_at) AND (e.closed_at < d.end_at))) AS closed,
            count(*) FILTER (WHERE ((e.closed_at IS NULL) OR (e.closed_at >= d.end_at))) AS open_findings,
            COALESCE(max(
                CASE
                    WHEN (COALESCE(l.level, ''::text) = ''::text) THEN 0
                    ELSE sasync.level_rank(l.level)
                END) FILTER (WHERE ((e.closed_at IS NULL) OR (e.closed_at >= d.end_at))), 0) AS worst_level_rank
           FROM ((( SELECT DISTINCT c.account_id,
                    c.image_key,
                    c.day,
                    ((c.day)::timestamp without time zone AT TIME ZONE 'UTC'::text) AS begin_at,
                    (((c.day + 1))::timestamp without time zone AT TIME ZONE 'UTC'::text) AS end_at
                   FROM ( SELECT e_1.account_id,
                            e_1.image_key,
                            ((m.at AT TIME ZONE 'UTC'::text))::date AS day
                           FROM (sasync.episode e_1
                             CROSS JOIN LATERAL ( VALUES (e_1.opened_at), (e_1.closed_at)) m(at))
                          WHERE (m.at IS NOT NULL)) c) d
             JOIN sasync.episode e ON (((e.account_id = d.account_id) AND (e.image_key = d.image_key) AND (e.opened_at < d.end_at))))
             CROSS JOIN LATERAL ( SELECT COALESCE(( SELECT COALESCE(v.old_value, ''::text) AS "coalesce"
                           FROM sasync.event v
                          WHERE ((v.account_id = e.account_id) AND (v.finding_key = e.finding_key) AND (v.kind = 'level_changed'::text) AND (v.row_key IS NULL) AND (v.at >= d.end_at) AND (v.at <= COALESCE(e.closed_at, 'infinity'::timestamp with time zone)))
                          ORDER BY v.at, v.event_id
                         LIMIT 1),
                        CASE
                            WHEN (e.closed_at IS NULL) THEN ( SELECT f.level
                               FROM sasync.finding f
                              WHERE ((f.account_id = e.account_id) AND (f.finding_key = e.finding_key)))
                            ELSE e.level
                        END) AS level) l)
          GROUP BY d.account_id, d.image_key, d.day) h
     LEFT JOIN sasync.account a ON ((a.account_id = h.account_id)));

COMMENT ON VIEW sas.image_history IS 'What became of an image: a row for each UTC day on which a finding of it was opened, reopened or closed. Days in between were like the day before.';

COMMENT ON COLUMN sas.image_history.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.image_history.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.image_history.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.image_history.day IS 'UTC day.';

COMMENT ON COLUMN sas.image_history.opened IS 'Findings opened for the first time on that day, those of the first sweep included.';

COMMENT ON COLUMN sas.image_history.reopened IS 'Findings that came back on that day.';

COMMENT ON COLUMN sas.image_history.closed IS 'Findings closed on that day, for any reason.';

COMMENT ON COLUMN sas.image_history.open_findings IS 'Findings of the image open at the end of the day: 0 means that it was clean.';

COMMENT ON COLUMN sas.image_history.worst_level IS 'Worst level of those: serious, suspicious, remind, or other for one that we do not know; NULL where none was open.';

COMMENT ON COLUMN sas.image_history.worst_level_rank IS 'The same as a number: serious 3, suspicious 2, remind 1, other 4, none 0.';

CREATE VIEW sas.listed_cluster AS
 SELECT a.label AS account,
    c.account_id,
    c.site,
    c.cluster_id,
    c.cluster_name,
    c.cluster_type,
    c.state,
    c.region_id,
    c.instances,
    c.risk_instances,
    c.vulnerabilities,
    c.alerts,
    c.risk_level,
    c.risk_status,
    c.created_at,
    c.first_listed_at,
    c.changed_at,
    c.gone_at
   FROM (sasync.listed_cluster c
     LEFT JOIN sasync.account a ON ((a.account_id = c.account_id)));

COMMENT ON VIEW sas.listed_cluster IS 'Clusters as Security Center counts their containers, those without findings too. Filled by enrich.containers in the settings; sas.listing tells how old it is.';

COMMENT ON COLUMN sas.listed_cluster.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.listed_cluster.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.listed_cluster.site IS 'Data site of Security Center that lists it: china or international.';

COMMENT ON COLUMN sas.listed_cluster.cluster_id IS 'The cluster; can be used as accounts[].filters.cluster_id.';

COMMENT ON COLUMN sas.listed_cluster.cluster_name IS 'Name of the cluster.';

COMMENT ON COLUMN sas.listed_cluster.cluster_type IS 'Type of the cluster, such as ManagedKubernetes, Kubernetes or Ask (serverless).';

COMMENT ON COLUMN sas.listed_cluster.state IS 'State of the cluster, in Security Center''s words.';

COMMENT ON COLUMN sas.listed_cluster.region_id IS 'Region of the cluster.';

COMMENT ON COLUMN sas.listed_cluster.instances IS 'Its containers.';

COMMENT ON COLUMN sas.listed_cluster.risk_instances IS 'Its containers that Security Center holds to be at risk, for whatever reason.';

COMMENT ON COLUMN sas.listed_cluster.vulnerabilities IS 'Vulnerabilities that Security Center knows of in it.';

COMMENT ON COLUMN sas.listed_cluster.alerts IS 'Alerts of Security Center for it.';

COMMENT ON COLUMN sas.listed_cluster.risk_level IS 'Its level of risk, in Security Center''s words.';

COMMENT ON COLUMN sas.listed_cluster.risk_status IS 'YES where Security Center holds it to be at risk, else NO.';

COMMENT ON COLUMN sas.listed_cluster.created_at IS 'When it was created.';

COMMENT ON COLUMN sas.listed_cluster.first_listed_at IS 'When sasyncd first read it.';

COMMENT ON COLUMN sas.listed_cluster.changed_at IS 'When what sasyncd reads of it last changed.';

COMMENT ON COLUMN sas.listed_cluster.gone_at IS 'When its site, read to the end, first no longer listed it; NULL while it does.';

CREATE VIEW sas.listed_repository AS
 SELECT a.label AS account,
    r.account_id,
    r.repo_region_id,
    r.repo_instance_id,
    r.repo_id,
    r.repo_namespace,
    r.repo_name,
    r.repo_type,
    (r.repo_type = 'PUBLIC'::text) AS is_public,
    r.status,
    r.summary,
    r.build_type,
    r.has_fixed_tags,
    r.resource_group_id,
    r.created_at,
    r.modified_at,
    r.first_listed_at,
    r.changed_at,
    r.gone_at
   FROM (sasync.listed_repository r
     LEFT JOIN sasync.account a ON ((a.account_id = r.account_id)));

COMMENT ON VIEW sas.listed_repository IS 'Repositories as their registries list them, those without findings too. Filled by enrich.repositories in the settings; sas.listing tells how old it is.';

COMMENT ON COLUMN sas.listed_repository.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.listed_repository.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.listed_repository.repo_region_id IS 'Region of the registry instance.';

COMMENT ON COLUMN sas.listed_repository.repo_instance_id IS 'The registry instance (cri-…); can be used as accounts[].filters.repo_instance_id.';

COMMENT ON COLUMN sas.listed_repository.repo_id IS 'The repository (crr-…); can be used as accounts[].filters.repo_id.';

COMMENT ON COLUMN sas.listed_repository.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.listed_repository.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.listed_repository.repo_type IS 'PUBLIC (anybody can pull from it) or PRIVATE.';

COMMENT ON COLUMN sas.listed_repository.is_public IS 'True where anybody can pull from it; NULL where its type is not told.';

COMMENT ON COLUMN sas.listed_repository.status IS 'NORMAL, DELETING, DELETED, or another word of the registry.';

COMMENT ON COLUMN sas.listed_repository.summary IS 'What its owner wrote about it.';

COMMENT ON COLUMN sas.listed_repository.build_type IS 'How its images are built: MANUAL or AUTO.';

COMMENT ON COLUMN sas.listed_repository.has_fixed_tags IS 'True where a tag cannot be moved to another image.';

COMMENT ON COLUMN sas.listed_repository.resource_group_id IS 'Resource group that it belongs to.';

COMMENT ON COLUMN sas.listed_repository.created_at IS 'When it was created.';

COMMENT ON COLUMN sas.listed_repository.modified_at IS 'When it was last modified.';

COMMENT ON COLUMN sas.listed_repository.first_listed_at IS 'When sasyncd first read it.';

COMMENT ON COLUMN sas.listed_repository.changed_at IS 'When what sasyncd reads of it last changed.';

COMMENT ON COLUMN sas.listed_repository.gone_at IS 'When its registry, read to the end, first no longer listed it; NULL while it does.';

CREATE VIEW sas.listing AS
 SELECT a.label AS account,
    l.account_id,
    l.site,
    l.kind,
    NULLIF(l.scope, ''::text) AS repo_instance_id,
    l.region_id AS repo_region_id,
    l.read_at,
    l.failing_since,
    l.fault AS not_told,
    l.elements,
    l.unusable,
    l.total_told,
    l.pages,
    l.request_id
   FROM (sasync.listing l
     LEFT JOIN sasync.account a ON ((a.account_id = l.account_id)));

COMMENT ON VIEW sas.listing IS 'Lists that are read beside the findings (enrich.repositories, enrich.containers in the settings): when each was last read to its end, and why not since. Findings do not depend on them.';

COMMENT ON COLUMN sas.listing.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.listing.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.listing.site IS 'Data site of Security Center that the list belongs to, or whose findings name the registry: china or international.';

COMMENT ON COLUMN sas.listing.kind IS 'repositories (a list for each registry instance that findings name) or clusters (a list for each site).';

COMMENT ON COLUMN sas.listing.repo_instance_id IS 'The registry instance whose repositories they are; NULL for clusters.';

COMMENT ON COLUMN sas.listing.repo_region_id IS 'Region of the registry instance; NULL for clusters.';

COMMENT ON COLUMN sas.listing.read_at IS 'When it was last read to its end; NULL where it never was.';

COMMENT ON COLUMN sas.listing.failing_since IS 'When it first could not be read since then; NULL where it could.';

COMMENT ON COLUMN sas.listing.not_told IS 'Why it could not be read last time, and what to allow; NULL where it could.';

COMMENT ON COLUMN sas.listing.elements IS 'What the last list that was read to its end held: repositories or clusters.';

COMMENT ON COLUMN sas.listing.unusable IS 'What it held beside that and could not be stored for want of a usable id. While there are any, nothing is marked as gone.';

COMMENT ON COLUMN sas.listing.total_told IS 'How many it said that there are.';

COMMENT ON COLUMN sas.listing.pages IS 'In how many pages it came.';

COMMENT ON COLUMN sas.listing.request_id IS 'Request id of its last page, for Alibaba Cloud''s support.';

CREATE VIEW sas.malware AS
 SELECT a.label AS account,
    t.account_id,
    t.key AS malicious_md5,
    m.name AS malware_name,
    m.level,
        CASE
            WHEN (t.serious > 0) THEN 'serious'::text
            WHEN (t.suspicious > 0) THEN 'suspicious'::text
            WHEN (t.remind > 0) THEN 'remind'::text
            WHEN (t.other > 0) THEN 'other'::text
            ELSE NULL::text
        END AS worst_level,
    (((t.serious + t.suspicious) + t.remind) + t.other) AS open_findings,
    (((t.serious + t.suspicious) + t.remind) + t.other) AS images,
    ( SELECT count(DISTINCT sasync.repository_key(g.repo_region_id, g.repo_instance_id, g.repo_namespace, g.repo_name)) AS count
           FROM sasync.finding g
          WHERE ((g.account_id = t.account_id) AND (g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])) AND (g.presence = 'present'::text))) AS repositories,
    ( SELECT count(DISTINCT o.cluster_id) AS count
           FROM ((sasync.finding g
             JOIN sasync.occurrence_state s ON (((s.account_id = g.account_id) AND (s.finding_key = g.finding_key) AND (s.gone_walk IS NULL))))
             JOIN sasync.occurrence o ON (((o.account_id = s.account_id) AND (o.site = s.site) AND (o.row_key = s.row_key))))
          WHERE ((g.account_id = t.account_id) AND (g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])) AND (g.presence = 'present'::text))) AS clusters,
    ( SELECT count(DISTINCT ROW(o.cluster_id, o.pod)) FILTER (WHERE (o.pod IS NOT NULL)) AS count
           FROM ((sasync.finding g
             JOIN sasync.occurrence_state s ON (((s.account_id = g.account_id) AND (s.finding_key = g.finding_key) AND (s.gone_walk IS NULL))))
             JOIN sasync.occurrence o ON (((o.account_id = s.account_id) AND (o.site = s.site) AND (o.row_key = s.row_key))))
          WHERE ((g.account_id = t.account_id) AND (g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])) AND (g.presence = 'present'::text))) AS pods,
    ( SELECT count(DISTINCT o.host_uuid) AS count
           FROM ((sasync.finding g
             JOIN sasync.occurrence_state s ON (((s.account_id = g.account_id) AND (s.finding_key = g.finding_key) AND (s.gone_walk IS NULL))))
             JOIN sasync.occurrence o ON (((o.account_id = s.account_id) AND (o.site = s.site) AND (o.row_key = s.row_key))))
          WHERE ((g.account_id = t.account_id) AND (g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])) AND (g.presence = 'present'::text))) AS hosts,
    t.first_opened_at,
    f.image_key AS first_image,
    f.repo_name AS first_repository,
    t.found AS ever_found,
    t.serious AS open_serious,
    t.suspicious AS open_suspicious,
        CASE
            WHEN (t.cleared_at IS NULL) THEN t.open_since
            ELSE NULL::timestamp with time zone
        END AS open_since,
    t.cleared_at
   FROM (((sasync.standing t
     LEFT JOIN sasync.finding f ON (((f.account_id = t.account_id) AND (f.finding_key = t.finding_key))))
     LEFT JOIN sasync.malware m ON ((m.malicious_md5 = t.key)))
     LEFT JOIN sasync.account a ON ((a.account_id = t.account_id)))
  WHERE (t.thing = 'file'::text);

COMMENT ON VIEW sas.malware IS 'Malicious files: what each is, how far it reaches now, and where an account saw it first.';

COMMENT ON COLUMN sas.malware.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.malware.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.malware.malicious_md5 IS 'MD5 of the malicious file, in lower case.';

COMMENT ON COLUMN sas.malware.malware_name IS 'What Security Center calls the file, where known.';

COMMENT ON COLUMN sas.malware.level IS 'The worst level that any site told of the file in its list of files, where it was read.';

COMMENT ON COLUMN sas.malware.worst_level IS 'Worst known level of its open findings; other where all are of unknown levels; NULL where none is open.';

COMMENT ON COLUMN sas.malware.open_findings IS 'Its open findings; one an image.';

COMMENT ON COLUMN sas.malware.images IS 'Images that hold it now.';

COMMENT ON COLUMN sas.malware.repositories IS 'Repositories of these images.';

COMMENT ON COLUMN sas.malware.clusters IS 'Container clusters in which it is now.';

COMMENT ON COLUMN sas.malware.pods IS 'Pods in which it is now.';

COMMENT ON COLUMN sas.malware.hosts IS 'Hosts on which it is now.';

COMMENT ON COLUMN sas.malware.first_opened_at IS 'When its first finding was opened, as recorded by us.';

COMMENT ON COLUMN sas.malware.first_image IS 'The image of its first finding; one of them, where several were opened at once.';

COMMENT ON COLUMN sas.malware.first_repository IS 'The repository of that image.';

COMMENT ON COLUMN sas.malware.ever_found IS 'Findings of it ever, open or not.';

COMMENT ON COLUMN sas.malware.open_serious IS 'Its open findings of level serious. To see the worst files first, order by this descending, then by open_suspicious descending.';

COMMENT ON COLUMN sas.malware.open_suspicious IS 'Its open findings of level suspicious.';

COMMENT ON COLUMN sas.malware.open_since IS 'Since when it has been somewhere without a break; NULL where it is nowhere now.';

COMMENT ON COLUMN sas.malware.cleared_at IS 'When its last open finding closed; NULL while one is open.';

CREATE VIEW sas.occurrence AS
 SELECT a.label AS account,
    t.account_id,
    t.site,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    t.finding_key,
    f.image_key AS image_uuid,
    f.malicious_md5,
        CASE
            WHEN (t.gone_walk IS NULL) THEN 'present'::text
            ELSE 'absent'::text
        END AS presence,
    t.event_id,
    t.level,
    t.status,
    sasync.status_name(t.status) AS status_name,
    o.file_path,
    o.layer,
    o.digest,
    o.image,
    o.tag,
    o.repo_region_id,
    o.repo_instance_id,
    o.repo_id,
    o.repo_name,
    o.repo_namespace,
    o.cluster_id,
    o.cluster_name,
    o.pod,
    o.container_id,
    o.instance_name,
    o.internet_ip,
    o.intranet_ip,
    o.host_uuid,
    o.target_type,
    o.target_id,
    o.target_name,
    o.highlight,
    o.extra,
    t.first_scan_at,
    t.latest_scan_at,
    t.latest_verify_at,
    t.appeared_at,
    t.gone_at,
    t.gone_reason,
    t.row_key,
    o.malicious_md5 AS malicious_md5_as_given
   FROM ((((sasync.occurrence_state t
     JOIN sasync.occurrence o ON (((o.account_id = t.account_id) AND (o.site = t.site) AND (o.row_key = t.row_key))))
     LEFT JOIN sasync.finding f ON (((f.account_id = t.account_id) AND (f.finding_key = t.finding_key))))
     LEFT JOIN sasync.account a ON ((a.account_id = t.account_id)))
     LEFT JOIN sasync.source s ON (((s.account_id = t.account_id) AND (s.source_id = t.source_id))));

COMMENT ON VIEW sas.occurrence IS 'Occurrences: where a malicious file was seen (image, layer and path, or container, or host).';

COMMENT ON COLUMN sas.occurrence.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.occurrence.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.occurrence.site IS 'Data site of Security Center.';

COMMENT ON COLUMN sas.occurrence.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.occurrence.finding_key IS 'The finding that it belongs to; joins the views.';

COMMENT ON COLUMN sas.occurrence.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.occurrence.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sas.occurrence.presence IS 'present or absent.';

COMMENT ON COLUMN sas.occurrence.event_id IS 'Id: Security Center''s number of the row, where it gave one.';

COMMENT ON COLUMN sas.occurrence.level IS 'serious, suspicious, remind.';

COMMENT ON COLUMN sas.occurrence.status IS 'Status as a number: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted.';

COMMENT ON COLUMN sas.occurrence.status_name IS 'Status in words.';

COMMENT ON COLUMN sas.occurrence.file_path IS 'Path of the file.';

COMMENT ON COLUMN sas.occurrence.layer IS 'Digest of the layer that holds the file.';

COMMENT ON COLUMN sas.occurrence.digest IS 'Digest of the image.';

COMMENT ON COLUMN sas.occurrence.image IS 'Name of the image.';

COMMENT ON COLUMN sas.occurrence.tag IS 'Tag of the image.';

COMMENT ON COLUMN sas.occurrence.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sas.occurrence.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.occurrence.repo_id IS 'Id of the repository.';

COMMENT ON COLUMN sas.occurrence.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.occurrence.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.occurrence.cluster_id IS 'The container cluster.';

COMMENT ON COLUMN sas.occurrence.cluster_name IS 'Its name.';

COMMENT ON COLUMN sas.occurrence.pod IS 'Pod in which the container runs.';

COMMENT ON COLUMN sas.occurrence.container_id IS 'The container.';

COMMENT ON COLUMN sas.occurrence.instance_name IS 'Name of the host.';

COMMENT ON COLUMN sas.occurrence.internet_ip IS 'Public address of the host.';

COMMENT ON COLUMN sas.occurrence.intranet_ip IS 'Private address of the host.';

COMMENT ON COLUMN sas.occurrence.host_uuid IS 'The host, by Security Center''s id.';

COMMENT ON COLUMN sas.occurrence.target_type IS 'Kind of the scanned target.';

COMMENT ON COLUMN sas.occurrence.target_id IS 'Id of the scanned target.';

COMMENT ON COLUMN sas.occurrence.target_name IS 'Name of the scanned target.';

COMMENT ON COLUMN sas.occurrence.highlight IS 'What Security Center marks in the finding.';

COMMENT ON COLUMN sas.occurrence.extra IS 'Fields that this version of sasyncd does not know, as they came.';

COMMENT ON COLUMN sas.occurrence.first_scan_at IS 'First scan.';

COMMENT ON COLUMN sas.occurrence.latest_scan_at IS 'Latest scan.';

COMMENT ON COLUMN sas.occurrence.latest_verify_at IS 'Latest verification.';

COMMENT ON COLUMN sas.occurrence.appeared_at IS 'When we recorded it, or recorded it again after it had gone.';

COMMENT ON COLUMN sas.occurrence.gone_at IS 'When it was found to be gone; NULL while present.';

COMMENT ON COLUMN sas.occurrence.gone_reason IS 'Why it is gone: absent, out_of_scope, source_retired.';

COMMENT ON COLUMN sas.occurrence.row_key IS 'Our key of the occurrence.';

COMMENT ON COLUMN sas.occurrence.malicious_md5_as_given IS 'MD5 as this very row spelled it.';

CREATE VIEW sas.ocsf_detection_finding AS
 SELECT a.label AS account,
    f.account_id,
    f.finding_key,
    2 AS category_uid,
    'Findings'::text AS category_name,
    2004 AS class_uid,
    'Detection Finding'::text AS class_name,
    c.activity_id,
    c.activity_name,
    (200400 + c.activity_id) AS type_uid,
    ('Detection Finding: '::text || c.activity_name) AS type_name,
    sasync.epoch_ms(
        CASE
            WHEN (c.activity_id = 3) THEN f.closed_at
            ELSE f.opened_at
        END) AS "time",
    sasync.epoch_ms(f.first_scan_at) AS start_time,
    sasync.epoch_ms(f.latest_scan_at) AS end_time,
    v.severity_id,
        CASE v.severity_id
            WHEN 4 THEN 'High'::text
            WHEN 3 THEN 'Medium'::text
            WHEN 2 THEN 'Low'::text
            WHEN 0 THEN 'Unknown'::text
            ELSE f.level
        END AS severity,
    t.status_id,
        CASE t.status_id
            WHEN 1 THEN 'New'::text
            WHEN 2 THEN 'In Progress'::text
            WHEN 3 THEN 'Suppressed'::text
            WHEN 4 THEN 'Resolved'::text
            WHEN 5 THEN 'Archived'::text
            WHEN 0 THEN 'Unknown'::text
            ELSE sasync.status_name(f.status)
        END AS status,
    ((c.activity_id <> 3) AND (t.status_id <> 3)) AS is_alert,
    ((('Malicious file '::text || lower(f.malicious_md5)) || ' in image '::text) || COALESCE(f.image, f.image_key)) AS message,
    jsonb_strip_nulls(jsonb_build_object('version', '1.8.0', 'profiles', jsonb_build_array('cloud'), 'uid', ((f.finding_key || '/'::text) || f.episode), 'correlation_uid', f.finding_key, 'tenant_uid', f.account_id, 'log_provider', 'sasyncd', 'log_name', 'DescribeAffectedMaliciousFileImages', 'logged_time', sasync.epoch_ms(
        CASE
            WHEN (c.activity_id = 3) THEN f.closed_at
            ELSE f.opened_at
        END), 'product', jsonb_build_object('name', 'Security Center', 'vendor_name', 'Alibaba Cloud', 'lang', 'en'))) AS metadata,
    jsonb_strip_nulls(jsonb_build_object('uid', f.finding_key, 'title', 'Malicious file in a container image', 'desc', ((COALESCE(m.name, 'A malicious file'::text) || ' in image '::text) || COALESCE(f.image, f.image_key)), 'types', jsonb_build_array('Malware'), 'data_sources', jsonb_build_array('Alibaba Cloud Security Center'), 'created_time', sasync.epoch_ms(f.opened_at), 'modified_time', sasync.epoch_ms(COALESCE(f.closed_at, f.opened_at)), 'first_seen_time', sasync.epoch_ms(f.first_scan_at), 'last_seen_time', sasync.epoch_ms(f.latest_scan_at))) AS finding_info,
    jsonb_strip_nulls(jsonb_build_object('provider', 'Alibaba Cloud', 'region', f.repo_region_id, 'account', jsonb_build_object('uid', f.account_id, 'name', a.label, 'type', 'Alibaba Cloud Account', 'type_id', 99))) AS cloud,
    jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('type', 'Container Image', 'uid', f.image_key, 'name', f.image, 'region', f.repo_region_id, 'version', f.tag, 'data', jsonb_build_object('digest', f.digest, 'repo_instance_id', f.repo_instance_id, 'repo_id', f.repo_id, 'repo_namespace', f.repo_namespace, 'repo_name', f.repo_name)))) AS resources,
    ( SELECT jsonb_agg(p.evidence ORDER BY p.row_key) AS jsonb_agg
           FROM ( SELECT o.row_key,
                    jsonb_strip_nulls(jsonb_build_object('uid', o.row_key, 'file', jsonb_build_object('name', COALESCE(NULLIF(regexp_replace(o.file_path, '^.*/'::text, ''::text), ''::text), lower(f.malicious_md5)), 'path', o.file_path, 'type', 'Regular File', 'type_id', 1, 'hashes', jsonb_build_array(jsonb_build_object('algorithm', 'MD5', 'algorithm_id', 1, 'value', lower(f.malicious_md5)))), 'container',
                        CASE
                            WHEN (o.container_id IS NOT NULL) THEN jsonb_build_object('uid', o.container_id, 'image', jsonb_build_object('uid', f.image_key, 'name', o.image, 'tag', o.tag))
                            ELSE NULL::jsonb
                        END, 'device',
                        CASE
                            WHEN (o.host_uuid IS NOT NULL) THEN jsonb_build_object('type_id', 0, 'type', 'Unknown', 'uid', o.host_uuid, 'name', o.instance_name, 'ip', COALESCE(o.intranet_ip, o.internet_ip))
                            ELSE NULL::jsonb
                        END, 'data', jsonb_build_object('layer', o.layer, 'cluster_id', o.cluster_id, 'cluster_name', o.cluster_name, 'pod', o.pod, 'target_type', o.target_type, 'target_id', o.target_id, 'highlight', o.highlight))) AS evidence
                   FROM (sasync.occurrence_state s
                     JOIN sasync.occurrence o ON (((o.account_id = s.account_id) AND (o.site = s.site) AND (o.row_key = s.row_key))))
                  WHERE ((s.account_id = f.account_id) AND (s.finding_key = f.finding_key) AND ((s.gone_walk IS NULL) OR ((f.presence = 'absent'::text) AND (s.gone_at >= f.closed_at))))
                  ORDER BY o.row_key
                 LIMIT 100) p) AS evidences,
    jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('name', m.name, 'uid', lower(f.malicious_md5), 'provider', 'Alibaba Cloud Security Center', 'classification_ids', jsonb_build_array(
        CASE
            WHEN (m.malware_key ~~ 'WEBSHELL%'::text) THEN 20
            WHEN (m.malware_key IS NOT NULL) THEN 99
            ELSE 0
        END), 'classifications',
        CASE
            WHEN (m.malware_key IS NOT NULL) THEN jsonb_build_array(m.malware_key)
            ELSE NULL::jsonb
        END))) AS malware,
    jsonb_strip_nulls(jsonb_build_object('level', f.level, 'status', f.status, 'presence', f.presence, 'close_reason', f.close_reason, 'occurrences', f.occurrences, 'episodes', f.episode, 'site', f.site)) AS unmapped
   FROM (((((sasync.finding f
     LEFT JOIN sasync.malware m ON ((m.malicious_md5 = lower(f.malicious_md5))))
     LEFT JOIN sasync.account a ON ((a.account_id = f.account_id)))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (f.presence = 'absent'::text) THEN 3
                    WHEN (f.episode > 1) THEN 2
                    ELSE 1
                END AS activity_id,
                CASE
                    WHEN (f.presence = 'absent'::text) THEN 'Close'::text
                    WHEN (f.episode > 1) THEN 'Update'::text
                    ELSE 'Create'::text
                END AS activity_name) c)
     CROSS JOIN LATERAL ( SELECT
                CASE f.level
                    WHEN 'serious'::text THEN 4
                    WHEN 'suspicious'::text THEN 3
                    WHEN 'remind'::text THEN 2
                    ELSE
                    CASE
                        WHEN (f.level IS NULL) THEN 0
                        ELSE 99
                    END
                END AS severity_id) v)
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (f.status = 3) THEN 3
                    WHEN (f.presence = 'absent'::text) THEN
                    CASE
                        WHEN (f.close_reason = 'absent'::text) THEN 4
                        ELSE 5
                    END
                    WHEN (f.status = 0) THEN 1
                    WHEN (f.status = ANY (ARRAY[1, 2])) THEN 2
                    WHEN (f.status IS NULL) THEN 0
                    ELSE 99
                END AS status_id) t);

COMMENT ON VIEW sas.ocsf_detection_finding IS 'Findings as events of the Open Cybersecurity Schema Framework, version 1.8.0, class 2004 Detection Finding, for a SIEM or a data lake: one event a finding, as it is now. to_jsonb of a row, without the first three columns and jsonb_strip_nulls around it, is the event.';

COMMENT ON COLUMN sas.ocsf_detection_finding.account IS 'The account, by its name in the settings. Not part of the event: there it is cloud.account.name.';

COMMENT ON COLUMN sas.ocsf_detection_finding.account_id IS 'The cloud''s id of the account. Not part of the event: there it is cloud.account.uid.';

COMMENT ON COLUMN sas.ocsf_detection_finding.finding_key IS 'The finding; joins the views. Not part of the event: there it is finding_info.uid.';

COMMENT ON COLUMN sas.ocsf_detection_finding.category_uid IS '2: the category Findings.';

COMMENT ON COLUMN sas.ocsf_detection_finding.category_name IS 'Findings.';

COMMENT ON COLUMN sas.ocsf_detection_finding.class_uid IS '2004: the class Detection Finding.';

COMMENT ON COLUMN sas.ocsf_detection_finding.class_name IS 'Detection Finding.';

COMMENT ON COLUMN sas.ocsf_detection_finding.activity_id IS '1 Create: open. 2 Update: open again after it had been closed. 3 Close: closed.';

COMMENT ON COLUMN sas.ocsf_detection_finding.activity_name IS 'Create, Update, Close.';

COMMENT ON COLUMN sas.ocsf_detection_finding.type_uid IS '200400 and activity_id.';

COMMENT ON COLUMN sas.ocsf_detection_finding.type_name IS 'Class and activity in words.';

COMMENT ON COLUMN sas.ocsf_detection_finding."time" IS 'When it was opened, or closed: milliseconds since 1970, as are all times of the event.';

COMMENT ON COLUMN sas.ocsf_detection_finding.start_time IS 'First scan that found it.';

COMMENT ON COLUMN sas.ocsf_detection_finding.end_time IS 'Latest scan that found it.';

COMMENT ON COLUMN sas.ocsf_detection_finding.severity_id IS '4 High for level serious, 3 Medium for suspicious, 2 Low for remind, 99 Other for a level that we do not know, 0 Unknown for none.';

COMMENT ON COLUMN sas.ocsf_detection_finding.severity IS 'The same in words; for 99 the level itself.';

COMMENT ON COLUMN sas.ocsf_detection_finding.status_id IS '1 New: unhandled. 2 In Progress: handled or verifying, and still there. 3 Suppressed: whitelisted. 4 Resolved: gone. 5 Archived: out of our view (a filter was changed, or the source retired). 99 Other, 0 Unknown.';

COMMENT ON COLUMN sas.ocsf_detection_finding.status IS 'The same in words; for 99 the status of Security Center.';

COMMENT ON COLUMN sas.ocsf_detection_finding.is_alert IS 'True while it is open and not whitelisted.';

COMMENT ON COLUMN sas.ocsf_detection_finding.message IS 'What it is, in one line.';

COMMENT ON COLUMN sas.ocsf_detection_finding.metadata IS 'Version of the schema, product (Security Center), and ids: uid is of this episode, correlation_uid of the finding.';

COMMENT ON COLUMN sas.ocsf_detection_finding.finding_info IS 'Id, title, description and times of the finding.';

COMMENT ON COLUMN sas.ocsf_detection_finding.cloud IS 'Alibaba Cloud, the account, and the region of the repository (profile cloud).';

COMMENT ON COLUMN sas.ocsf_detection_finding.resources IS 'The image, and its repository in data.';

COMMENT ON COLUMN sas.ocsf_detection_finding.evidences IS 'Where the file is, or was last: file, container, host (device), and in data layer, cluster, pod and target; at most 100.';

COMMENT ON COLUMN sas.ocsf_detection_finding.malware IS 'Name and type of the malware, where known, and its MD5.';

COMMENT ON COLUMN sas.ocsf_detection_finding.unmapped IS 'What Security Center and we know beyond the schema: level, status, presence, reason of the closing, counts, site.';

CREATE VIEW sas.open_count AS
 SELECT a.label AS account,
    c.account_id,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    s.site,
    NULLIF(c.level, ''::text) AS level,
        CASE
            WHEN (c.level = ''::text) THEN 0
            ELSE sasync.level_rank(c.level)
        END AS level_rank,
    (NULLIF(c.status, ''::text))::integer AS status,
    sasync.status_name((NULLIF(c.status, ''::text))::integer) AS status_name,
    NULLIF(c.repo_region_id, ''::text) AS repo_region_id,
    NULLIF(c.repo_instance_id, ''::text) AS repo_instance_id,
    NULLIF(c.repo_namespace, ''::text) AS repo_namespace,
    NULLIF(c.repo_name, ''::text) AS repo_name,
    c.findings
   FROM ((sasync.open_count c
     LEFT JOIN sasync.account a ON ((a.account_id = c.account_id)))
     LEFT JOIN sasync.source s ON (((s.account_id = c.account_id) AND (s.source_id = c.source_id))))
  WHERE (c.findings > 0);

COMMENT ON VIEW sas.open_count IS 'How many findings are open now, by account, source, level, status and repository. Sum it: that is cheap, however many findings there are.';

COMMENT ON COLUMN sas.open_count.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.open_count.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.open_count.source IS 'The source: account/site, with # and a short digest where a filter narrows it. What several sources show counts at the first.';

COMMENT ON COLUMN sas.open_count.site IS 'Data site of Security Center: china or international.';

COMMENT ON COLUMN sas.open_count.level IS 'Their level: serious, suspicious, remind.';

COMMENT ON COLUMN sas.open_count.level_rank IS 'Level as a number, worst highest: serious 3, suspicious 2, remind 1, unknown text 4, none 0.';

COMMENT ON COLUMN sas.open_count.status IS 'Their status as a number: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted.';

COMMENT ON COLUMN sas.open_count.status_name IS 'Status in words.';

COMMENT ON COLUMN sas.open_count.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sas.open_count.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.open_count.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.open_count.repo_name IS 'Name of the repository; NULL for what was found on hosts and in containers without one.';

COMMENT ON COLUMN sas.open_count.findings IS 'Open findings; whitelisted ones are among them, under their status.';

CREATE TABLE sasync.walk (
    account_id text NOT NULL COLLATE pg_catalog."C",
    walk_id bigint NOT NULL,
    sweep_id bigint NOT NULL,
    source_id bigint NOT NULL,
    daemon_version text NOT NULL COLLATE pg_catalog."C",
    started_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    ended_at timestamp with time zone,
    verdict text COLLATE pg_catalog."C",
    reason text,
    page_size_asked integer,
    page_size_served integer,
    pages bigint,
    requests bigint,
    retries bigint,
    total_first bigint,
    total_last bigint,
    total_changes bigint,
    rows bigint,
    keys bigint,
    keys_twice bigint,
    folded bigint,
    quarantined bigint,
    regions jsonb,
    suspects bigint,
    asked bigint,
    closed bigint,
    left_open bigint,
    held bigint,
    control_request_id text COLLATE pg_catalog."C",
    first_request_id text COLLATE pg_catalog."C",
    last_request_id text COLLATE pg_catalog."C",
    keys_digest text COLLATE pg_catalog."C",
    notes text,
    findings_opened bigint,
    findings_reopened bigint,
    findings_closed bigint,
    findings_changed bigint,
    findings_rescanned bigint,
    rows_written bigint,
    listed_files bigint,
    listed_images bigint,
    listed_unseen bigint,
    listed_beyond bigint
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.walk IS 'Certificates: what each walk over the pages of a source read, and what that proves.';

COMMENT ON COLUMN sasync.walk.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.walk.walk_id IS 'Number of the walk.';

COMMENT ON COLUMN sasync.walk.sweep_id IS 'The sweep that it was part of.';

COMMENT ON COLUMN sasync.walk.source_id IS 'The source that was walked.';

COMMENT ON COLUMN sasync.walk.daemon_version IS 'Version of sasyncd.';

COMMENT ON COLUMN sasync.walk.started_at IS 'When it began.';

COMMENT ON COLUMN sasync.walk.ended_at IS 'When it ended.';

COMMENT ON COLUMN sasync.walk.verdict IS 'whole, partial, refused, interrupted; NULL while under way.';

COMMENT ON COLUMN sasync.walk.reason IS 'Why it is not whole.';

COMMENT ON COLUMN sasync.walk.page_size_asked IS 'Rows asked for a page.';

COMMENT ON COLUMN sasync.walk.page_size_served IS 'The most rows that one page brought.';

COMMENT ON COLUMN sasync.walk.pages IS 'Pages read.';

COMMENT ON COLUMN sasync.walk.requests IS 'Attempts made: pages, probes, questions, controls, retries.';

COMMENT ON COLUMN sasync.walk.retries IS 'Of these, repeated ones.';

COMMENT ON COLUMN sasync.walk.total_first IS 'TotalCount of the first page.';

COMMENT ON COLUMN sasync.walk.total_last IS 'TotalCount of the last page.';

COMMENT ON COLUMN sasync.walk.total_changes IS 'How often TotalCount changed from page to page.';

COMMENT ON COLUMN sasync.walk.rows IS 'Rows read.';

COMMENT ON COLUMN sasync.walk.keys IS 'Distinct occurrences among them.';

COMMENT ON COLUMN sasync.walk.keys_twice IS 'Occurrences met on more than one page: the list moved meanwhile.';

COMMENT ON COLUMN sasync.walk.folded IS 'Rows that shared a key with another one and differed from it.';

COMMENT ON COLUMN sasync.walk.quarantined IS 'Rows that could not be stored.';

COMMENT ON COLUMN sasync.walk.regions IS 'By RepoRegionId: rows seen by the walk, and reported by the region when asked.';

COMMENT ON COLUMN sasync.walk.suspects IS 'Known occurrences that it did not see.';

COMMENT ON COLUMN sasync.walk.asked IS 'Suspects that were asked for.';

COMMENT ON COLUMN sasync.walk.closed IS 'Occurrences closed.';

COMMENT ON COLUMN sasync.walk.left_open IS 'Suspects about which nothing could be decided.';

COMMENT ON COLUMN sasync.walk.held IS 'Suspects held back by the fuse against closing too many at once.';

COMMENT ON COLUMN sasync.walk.control_request_id IS 'RequestId of a control question that showed that the site answers truly.';

COMMENT ON COLUMN sasync.walk.first_request_id IS 'RequestId of the first page.';

COMMENT ON COLUMN sasync.walk.last_request_id IS 'RequestId of the last page.';

COMMENT ON COLUMN sasync.walk.keys_digest IS 'Digest of the occurrences seen: two walks with equal digests saw the same.';

COMMENT ON COLUMN sasync.walk.notes IS 'Slices walked, splitting, filters not honoured, in one line.';

COMMENT ON COLUMN sasync.walk.findings_opened IS 'Findings opened for the first time.';

COMMENT ON COLUMN sasync.walk.findings_reopened IS 'Findings opened again.';

COMMENT ON COLUMN sasync.walk.findings_closed IS 'Findings closed.';

COMMENT ON COLUMN sasync.walk.findings_changed IS 'Other transitions but rescans.';

COMMENT ON COLUMN sasync.walk.findings_rescanned IS 'Rescans.';

COMMENT ON COLUMN sasync.walk.rows_written IS 'Occurrences written.';

COMMENT ON COLUMN sasync.walk.listed_files IS 'A second witness: malicious files that DescribeGroupedMaliciousFiles listed after this walk; NULL where it was not read then.';

COMMENT ON COLUMN sasync.walk.listed_images IS 'The images that it counted, summed over these files.';

COMMENT ON COLUMN sasync.walk.listed_unseen IS 'Of these files, those of which no finding was present; NULL where the walk was not whole or narrowed by a filter.';

COMMENT ON COLUMN sasync.walk.listed_beyond IS 'Images that it counted beyond those of present findings of the same file, summed; NULL likewise.';

CREATE VIEW sas.proof AS
 SELECT a.label AS account,
    e.account_id,
    e.finding_key,
    e.image_key AS image_uuid,
    f.malicious_md5,
    e.episode,
    e.level,
    f.image,
    f.repo_namespace,
    f.repo_name,
    e.opened_at,
    e.last_seen_at,
    e.closed_at,
    e.close_reason,
    e.proof,
    s.site AS asked_site,
        CASE
            WHEN (e.proof = 'asked'::text) THEN f.malicious_md5
            ELSE NULL::text
        END AS asked_md5,
    e.first_request_id,
    e.closing_request_id,
    e.closing_walk AS walk_id,
    w.sweep_id,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    w.verdict AS walk_verdict,
    w.started_at AS walk_started_at,
    w.ended_at AS walk_ended_at,
    w.control_request_id,
    w.suspects AS walk_suspects,
    w.asked AS walk_asked,
    w.closed AS walk_closed,
    w.daemon_version
   FROM ((((sasync.episode e
     LEFT JOIN sasync.finding f ON (((f.account_id = e.account_id) AND (f.finding_key = e.finding_key))))
     LEFT JOIN sasync.walk w ON (((w.account_id = e.account_id) AND (w.walk_id = e.closing_walk))))
     LEFT JOIN sasync.source s ON (((s.account_id = w.account_id) AND (s.source_id = w.source_id))))
     LEFT JOIN sasync.account a ON ((a.account_id = e.account_id)))
  WHERE (e.closed_at IS NOT NULL);

COMMENT ON VIEW sas.proof IS 'What each closing rests on. A row that a walk did not see is only a suspect: Security Center was asked for just that file twice, answered without it twice, and showed by a control question that it answers truly. Give Alibaba Cloud the request ids to have an answer looked up.';

COMMENT ON COLUMN sas.proof.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.proof.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.proof.finding_key IS 'The finding; joins the views.';

COMMENT ON COLUMN sas.proof.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.proof.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sas.proof.episode IS 'Number of the episode within the finding, from 1.';

COMMENT ON COLUMN sas.proof.level IS 'Level at its end.';

COMMENT ON COLUMN sas.proof.image IS 'Name of the image.';

COMMENT ON COLUMN sas.proof.repo_namespace IS 'Namespace of the repository.';

COMMENT ON COLUMN sas.proof.repo_name IS 'Name of the repository.';

COMMENT ON COLUMN sas.proof.opened_at IS 'When we recorded its beginning.';

COMMENT ON COLUMN sas.proof.last_seen_at IS 'When it was last known to be there.';

COMMENT ON COLUMN sas.proof.closed_at IS 'When it was closed.';

COMMENT ON COLUMN sas.proof.close_reason IS 'absent, out_of_scope, source_retired. Only absent counts as remediation.';

COMMENT ON COLUMN sas.proof.proof IS 'asked: two answers for just that file lacked it. walks: the site does not honour the question, so three whole walks in a row had to lack it. NULL where nothing was asked: the source was retired.';

COMMENT ON COLUMN sas.proof.asked_site IS 'The site that was read, and asked: china or international.';

COMMENT ON COLUMN sas.proof.asked_md5 IS 'The question: the MaliciousMd5 that was asked for; NULL where proof is not asked.';

COMMENT ON COLUMN sas.proof.first_request_id IS 'RequestId of the first answer that lacked it.';

COMMENT ON COLUMN sas.proof.closing_request_id IS 'RequestId of the second one, which decided.';

COMMENT ON COLUMN sas.proof.walk_id IS 'The walk that closed it: its certificate, whole, is in sas.walk.';

COMMENT ON COLUMN sas.proof.sweep_id IS 'The sweep that the walk was part of.';

COMMENT ON COLUMN sas.proof.source IS 'The source that was walked: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.proof.walk_verdict IS 'Verdict of that walk: whole or partial. A question proves its closing either way.';

COMMENT ON COLUMN sas.proof.walk_started_at IS 'When the walk began.';

COMMENT ON COLUMN sas.proof.walk_ended_at IS 'When it ended.';

COMMENT ON COLUMN sas.proof.control_request_id IS 'RequestId of a control question of that walk, whose answer had the row that it should have.';

COMMENT ON COLUMN sas.proof.walk_suspects IS 'Known occurrences that the walk did not see.';

COMMENT ON COLUMN sas.proof.walk_asked IS 'Of these, those that were asked for.';

COMMENT ON COLUMN sas.proof.walk_closed IS 'Of these, those that were closed.';

COMMENT ON COLUMN sas.proof.daemon_version IS 'Version of sasyncd that did it.';

CREATE TABLE sasync.quarantine (
    account_id text NOT NULL COLLATE pg_catalog."C",
    source_id bigint NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    digest bigint NOT NULL,
    first_walk bigint NOT NULL,
    first_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    gone_at timestamp with time zone,
    payload text NOT NULL
);

COMMENT ON TABLE sasync.quarantine IS 'Rows of the API that could not be stored as they are.';

COMMENT ON COLUMN sasync.quarantine.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.quarantine.source_id IS 'The source that brought it.';

COMMENT ON COLUMN sasync.quarantine.reason IS 'What is wrong with it.';

COMMENT ON COLUMN sasync.quarantine.digest IS 'Digest of the payload.';

COMMENT ON COLUMN sasync.quarantine.first_walk IS 'The walk that first brought it.';

COMMENT ON COLUMN sasync.quarantine.first_at IS 'When that was.';

COMMENT ON COLUMN sasync.quarantine.gone_at IS 'When a whole walk no longer brought it; NULL while it does.';

COMMENT ON COLUMN sasync.quarantine.payload IS 'The row as it came, with secrets and signed links cut.';

CREATE VIEW sas.quarantine AS
 SELECT a.label AS account,
    q.account_id,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    q.reason,
    q.first_at,
    q.gone_at,
    lpad(to_hex(q.digest), 16, '0'::text) AS id,
    q.payload
   FROM ((sasync.quarantine q
     LEFT JOIN sasync.account a ON ((a.account_id = q.account_id)))
     LEFT JOIN sasync.source s ON (((s.account_id = q.account_id) AND (s.source_id = q.source_id))));

COMMENT ON VIEW sas.quarantine IS 'Rows of the API that could not be stored as they are.';

COMMENT ON COLUMN sas.quarantine.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.quarantine.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.quarantine.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.quarantine.reason IS 'What is wrong with it.';

COMMENT ON COLUMN sas.quarantine.first_at IS 'When it first came.';

COMMENT ON COLUMN sas.quarantine.gone_at IS 'When a whole walk no longer brought it; NULL while it does.';

COMMENT ON COLUMN sas.quarantine.id IS 'What sasyncd quarantine show takes; the same for the same payload.';

COMMENT ON COLUMN sas.quarantine.payload IS 'The row as it came, with secrets and signed links cut.';

CREATE VIEW sas.region AS
 SELECT a.label AS account,
    s.account_id,
    s.site,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    (r.key COLLATE "C") AS repo_region_id,
    ((r.value ->> 'reported'::text))::bigint AS reported,
    ((r.value ->> 'seen'::text))::bigint AS seen,
    w.ended_at AS asked_at,
    ( SELECT count(*) AS count
           FROM sasync.finding f
          WHERE ((f.account_id = s.account_id) AND (f.source_id = s.source_id) AND (f.repo_region_id = r.key) AND (f.presence = 'present'::text))) AS open_findings
   FROM (((sasync.source s
     JOIN sasync.account a ON ((a.account_id = s.account_id)))
     JOIN sasync.walk w ON (((w.account_id = s.account_id) AND (w.walk_id = s.last_walk))))
     CROSS JOIN LATERAL jsonb_each(w.regions) r(key, value));

COMMENT ON VIEW sas.region IS 'Regions of repositories, as the last walk of their site left them.';

COMMENT ON COLUMN sas.region.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.region.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.region.site IS 'Data site of Security Center.';

COMMENT ON COLUMN sas.region.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.region.repo_region_id IS 'Region of the repositories.';

COMMENT ON COLUMN sas.region.reported IS 'Rows that the region reported when asked.';

COMMENT ON COLUMN sas.region.seen IS 'Rows of the region that the walk saw.';

COMMENT ON COLUMN sas.region.asked_at IS 'When that was.';

COMMENT ON COLUMN sas.region.open_findings IS 'Findings of the region present now.';

CREATE VIEW sas.remediation AS
 SELECT a.label AS account,
    e.account_id,
    e.finding_key,
    e.image_key AS image_uuid,
    f.malicious_md5,
    e.episode,
    e.level,
        CASE
            WHEN (e.level IS NULL) THEN 0
            ELSE sasync.level_rank(e.level)
        END AS level_rank,
    e.opened_at,
    COALESCE(e.continued_since, e.opened_at) AS open_since,
    e.closed_at,
    (e.closed_at - COALESCE(e.continued_since, e.opened_at)) AS duration,
    e.close_reason,
    ((e.close_reason = 'absent'::text) AND (e.last_status IS DISTINCT FROM 3) AND (e.continued_as IS NULL)) AS is_remediation,
    COALESCE((e.last_status = 3), false) AS was_whitelisted,
    ( SELECT c.image_key
           FROM sasync.finding c
          WHERE ((c.account_id = e.account_id) AND (c.finding_key = e.continued_as))) AS continued_as,
    e.is_initial,
    e.proof,
    f.image,
    f.tag,
    f.repo_region_id,
    f.repo_instance_id,
    f.repo_id,
    e.repo_namespace,
    e.repo_name
   FROM ((sasync.episode e
     LEFT JOIN sasync.finding f ON (((f.account_id = e.account_id) AND (f.finding_key = e.finding_key))))
     LEFT JOIN sasync.account a ON ((a.account_id = e.account_id)))
  WHERE (e.closed_at IS NOT NULL);

COMMENT ON VIEW sas.remediation IS 'Closed episodes of findings, and how long each lasted. For a mean time to remediate that flatters nobody, average duration over rows with is_remediation.';

COMMENT ON COLUMN sas.remediation.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.remediation.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.remediation.finding_key IS 'The finding; joins the views.';

COMMENT ON COLUMN sas.remediation.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.remediation.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sas.remediation.episode IS 'Number of the episode within the finding, from 1: a finding that came back has several.';

COMMENT ON COLUMN sas.remediation.level IS 'Level at its end.';

COMMENT ON COLUMN sas.remediation.level_rank IS 'Level as a number, worst highest: serious 3, suspicious 2, remind 1, unknown text 4, none 0.';

COMMENT ON COLUMN sas.remediation.opened_at IS 'When we recorded its beginning.';

COMMENT ON COLUMN sas.remediation.open_since IS 'The same or, where the episode carries on one of another image name (see sas.episode.continued_from), when the first of these began.';

COMMENT ON COLUMN sas.remediation.closed_at IS 'When it was closed.';

COMMENT ON COLUMN sas.remediation.duration IS 'From open_since to closed_at. At least that long where is_initial.';

COMMENT ON COLUMN sas.remediation.close_reason IS 'absent (the file is gone), out_of_scope (a filter was changed), source_retired.';

COMMENT ON COLUMN sas.remediation.is_remediation IS 'True where the file was really removed: the API no longer had it, and it was neither whitelisted nor carried on under another image.';

COMMENT ON COLUMN sas.remediation.was_whitelisted IS 'True where it was whitelisted at its end: accepted, not removed.';

COMMENT ON COLUMN sas.remediation.continued_as IS 'The image under which the same file went on, which therefore counts as not removed; else NULL.';

COMMENT ON COLUMN sas.remediation.is_initial IS 'True where it was there before the source was first read to its end, so that its beginning is unknown.';

COMMENT ON COLUMN sas.remediation.proof IS 'What the closing rests on: see sas.proof.';

COMMENT ON COLUMN sas.remediation.image IS 'Name of the image.';

COMMENT ON COLUMN sas.remediation.tag IS 'Tag of the image.';

COMMENT ON COLUMN sas.remediation.repo_region_id IS 'Region of the repository.';

COMMENT ON COLUMN sas.remediation.repo_instance_id IS 'Registry instance of the repository.';

COMMENT ON COLUMN sas.remediation.repo_id IS 'Id of the repository.';

COMMENT ON COLUMN sas.remediation.repo_namespace IS 'Namespace of the repository when it was closed: often the team.';

COMMENT ON COLUMN sas.remediation.repo_name IS 'Name of the repository when it was closed.';

CREATE TABLE sasync.pruned (
    what text NOT NULL COLLATE pg_catalog."C",
    before timestamp with time zone NOT NULL
);

COMMENT ON TABLE sasync.pruned IS 'Up to when records were deleted for being too old: before that, nothing follows from their absence.';

COMMENT ON COLUMN sasync.pruned.what IS 'event or rescan.';

COMMENT ON COLUMN sasync.pruned.before IS 'All that is younger than this is still there.';

CREATE VIEW sas.scan_history AS
 SELECT a.label AS account,
    h.account_id,
    h.finding_key,
    f.image_key AS image_uuid,
    f.malicious_md5,
    h.scan_at,
    h.previous_scan_at,
    h.seen_at,
    h.walk_id,
    h.row_key
   FROM ((( SELECT r.account_id,
            r.finding_key,
            r.new_scan_at AS scan_at,
            r.old_scan_at AS previous_scan_at,
            r.at AS seen_at,
            r.walk_id,
            r.row_key
           FROM sasync.rescan r
        UNION ALL
         SELECT e.account_id,
            e.finding_key,
            b.scan_at,
            NULL::timestamp with time zone,
            k.seen_at,
                CASE
                    WHEN (k.seen_at IS NOT NULL) THEN e.opening_walk
                    ELSE NULL::bigint
                END AS "case",
            NULL::uuid
           FROM ((sasync.episode e
             CROSS JOIN LATERAL ( SELECT
                        CASE
                            WHEN (e.opened_at >= COALESCE(( SELECT p.before
                               FROM sasync.pruned p
                              WHERE (p.what = 'rescan'::text)), '-infinity'::timestamp with time zone)) THEN e.opened_at
                            ELSE NULL::timestamp with time zone
                        END AS seen_at) k)
             CROSS JOIN LATERAL ( SELECT COALESCE(( SELECT r.old_scan_at
                           FROM sasync.rescan r
                          WHERE ((r.account_id = e.account_id) AND (r.finding_key = e.finding_key) AND (r.row_key IS NULL) AND (r.at >= e.opened_at) AND (r.at <= COALESCE(e.closed_at, 'infinity'::timestamp with time zone)))
                          ORDER BY r.at, r.event_id
                         LIMIT 1), ( SELECT g.latest_scan_at
                           FROM sasync.finding g
                          WHERE ((g.account_id = e.account_id) AND (g.finding_key = e.finding_key) AND (g.episode = e.episode)))) AS scan_at) b)
          WHERE (b.scan_at IS NOT NULL)) h
     LEFT JOIN sasync.finding f ON (((f.account_id = h.account_id) AND (f.finding_key = h.finding_key))))
     LEFT JOIN sasync.account a ON ((a.account_id = h.account_id)));

COMMENT ON VIEW sas.scan_history IS 'Scans of findings: each LatestScanTimestamp that was seen of a finding, as far back as retention.rescans keeps them. What has no new row is not scanned.';

COMMENT ON COLUMN sas.scan_history.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.scan_history.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.scan_history.finding_key IS 'The finding; joins the views.';

COMMENT ON COLUMN sas.scan_history.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';

COMMENT ON COLUMN sas.scan_history.malicious_md5 IS 'MD5 of the malicious file.';

COMMENT ON COLUMN sas.scan_history.scan_at IS 'When Security Center scanned it: LatestScanTimestamp.';

COMMENT ON COLUMN sas.scan_history.previous_scan_at IS 'The scan before; NULL for the first one of an episode.';

COMMENT ON COLUMN sas.scan_history.seen_at IS 'When we recorded that scan; NULL where it was before what retention.rescans keeps.';

COMMENT ON COLUMN sas.scan_history.walk_id IS 'The walk that saw it; NULL likewise.';

COMMENT ON COLUMN sas.scan_history.row_key IS 'The occurrence, where only it was scanned anew and the finding''s latest scan did not move; else NULL.';

CREATE TABLE sasync.lease (
    account_id text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    token bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.lease IS 'Which process writes an account''s tables now.';

COMMENT ON COLUMN sasync.lease.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.lease.holder IS 'The process: host and process id.';

COMMENT ON COLUMN sasync.lease.token IS 'Fencing token: grows with every change of holder.';

COMMENT ON COLUMN sasync.lease.expires_at IS 'When others may take over, by the database''s clock.';

CREATE TABLE sasync.sweep (
    sweep_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    daemon_version text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    started_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    ended_at timestamp with time zone,
    result text
)
WITH (fillfactor='80');

COMMENT ON TABLE sasync.sweep IS 'Rounds over all sources that were due.';

COMMENT ON COLUMN sasync.sweep.sweep_id IS 'Number of the sweep.';

COMMENT ON COLUMN sasync.sweep.kind IS 'What asked for it: run or sync.';

COMMENT ON COLUMN sasync.sweep.daemon_version IS 'Version of sasyncd.';

COMMENT ON COLUMN sasync.sweep.holder IS 'The process that did it: host and process id.';

COMMENT ON COLUMN sasync.sweep.started_at IS 'When it began.';

COMMENT ON COLUMN sasync.sweep.ended_at IS 'When it ended; NULL where it is under way or was cut off.';

COMMENT ON COLUMN sasync.sweep.result IS 'How it ended, in one line.';

CREATE VIEW sas.sweep AS
 SELECT a.label AS account,
    w.account_id,
    w.sweep_id,
    w.started_at,
    w.ended_at,
    w.walks,
    w.whole,
    w.findings_opened,
    w.findings_reopened,
    w.findings_closed,
    w.findings_changed,
    w.findings_rescanned,
    w.left_open,
    w.held,
    (w.sweep_id < u.first_under_way) AS is_settled
   FROM ((( SELECT c.account_id,
            c.sweep_id,
            min(c.started_at) AS started_at,
                CASE
                    WHEN (count(*) = count(c.verdict)) THEN max(COALESCE(c.ended_at, c.started_at))
                    ELSE NULL::timestamp with time zone
                END AS ended_at,
            count(*) AS walks,
            count(*) FILTER (WHERE (c.verdict = 'whole'::text)) AS whole,
            (COALESCE(sum(c.findings_opened), (0)::numeric))::bigint AS findings_opened,
            (COALESCE(sum(c.findings_reopened), (0)::numeric))::bigint AS findings_reopened,
            (COALESCE(sum(c.findings_closed), (0)::numeric))::bigint AS findings_closed,
            (COALESCE(sum(c.findings_changed), (0)::numeric))::bigint AS findings_changed,
            (COALESCE(sum(c.findings_rescanned), (0)::numeric))::bigint AS findings_rescanned,
            (COALESCE(sum(c.left_open), (0)::numeric))::bigint AS left_open,
            (COALESCE(sum(c.held), (0)::numeric))::bigint AS held
           FROM sasync.walk c
          GROUP BY c.account_id, c.sweep_id) w
     LEFT JOIN sasync.account a ON ((a.account_id = w.account_id)))
     CROSS JOIN ( SELECT COALESCE(min(s.sweep_id), '9223372036854775807'::bigint) AS first_under_way
           FROM sasync.sweep s
          WHERE ((s.ended_at IS NULL) AND (NOT (EXISTS ( SELECT
                   FROM sasync.sweep n
                  WHERE ((n.holder = s.holder) AND (n.sweep_id > s.sweep_id))))) AND ((s.started_at > (now() - '00:10:00'::interval)) OR (EXISTS ( SELECT
                   FROM sasync.lease l
                  WHERE ((l.holder = s.holder) AND (l.expires_at > now()))))))) u);

COMMENT ON VIEW sas.sweep IS 'Sweeps: rounds over the sources of an account, and what each changed.';

COMMENT ON COLUMN sas.sweep.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.sweep.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.sweep.sweep_id IS 'Number of the sweep; a sweep over several accounts has a row for each.';

COMMENT ON COLUMN sas.sweep.started_at IS 'When its first walk of the account began.';

COMMENT ON COLUMN sas.sweep.ended_at IS 'When its last walk of the account ended; NULL while one is under way.';

COMMENT ON COLUMN sas.sweep.walks IS 'Walks: one for each source that was due.';

COMMENT ON COLUMN sas.sweep.whole IS 'Of these, those that read everything.';

COMMENT ON COLUMN sas.sweep.findings_opened IS 'Findings opened for the first time.';

COMMENT ON COLUMN sas.sweep.findings_reopened IS 'Findings opened again.';

COMMENT ON COLUMN sas.sweep.findings_closed IS 'Findings closed.';

COMMENT ON COLUMN sas.sweep.findings_changed IS 'Other transitions but rescans.';

COMMENT ON COLUMN sas.sweep.findings_rescanned IS 'Rescans.';

COMMENT ON COLUMN sas.sweep.left_open IS 'Occurrences that were missed and about which nothing could be decided yet.';

COMMENT ON COLUMN sas.sweep.held IS 'Occurrences that the fuse holds open until sasyncd release.';

COMMENT ON COLUMN sas.sweep.is_settled IS 'True where neither it nor an earlier sweep of any daemon is under way: nothing will be added to it or before it, so that a reader of sas.changes_since may go on from here.';

CREATE VIEW sas.walk AS
 SELECT w.walk_id,
    w.sweep_id,
    a.label AS account,
    w.account_id,
    s.site,
    (((a.label || '/'::text) || s.site) || s.suffix) AS source,
    w.daemon_version,
    w.started_at,
    w.ended_at,
    w.verdict,
    w.reason,
    w.page_size_asked,
    w.page_size_served,
    w.pages,
    w.requests,
    w.retries,
    w.total_first,
    w.total_last,
    w.total_changes,
    w.rows,
    w.keys,
    w.keys_twice,
    w.folded,
    w.quarantined,
    w.regions,
    w.suspects,
    w.asked,
    w.closed,
    w.left_open,
    w.held,
    w.control_request_id,
    w.first_request_id,
    w.last_request_id,
    w.keys_digest,
    w.notes,
    w.findings_opened,
    w.findings_reopened,
    w.findings_closed,
    w.findings_changed,
    w.findings_rescanned,
    w.rows_written,
    w.listed_files,
    w.listed_images,
    w.listed_unseen,
    w.listed_beyond
   FROM ((sasync.walk w
     LEFT JOIN sasync.account a ON ((a.account_id = w.account_id)))
     LEFT JOIN sasync.source s ON (((s.account_id = w.account_id) AND (s.source_id = w.source_id))));

COMMENT ON VIEW sas.walk IS 'Certificates: what each walk over the pages of a source read, and what that proves.';

COMMENT ON COLUMN sas.walk.walk_id IS 'Number of the walk.';

COMMENT ON COLUMN sas.walk.sweep_id IS 'The sweep that it was part of.';

COMMENT ON COLUMN sas.walk.account IS 'The account, by its name in the settings.';

COMMENT ON COLUMN sas.walk.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sas.walk.site IS 'Data site of Security Center.';

COMMENT ON COLUMN sas.walk.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';

COMMENT ON COLUMN sas.walk.daemon_version IS 'Version of sasyncd.';

COMMENT ON COLUMN sas.walk.started_at IS 'When it began.';

COMMENT ON COLUMN sas.walk.ended_at IS 'When it ended.';

COMMENT ON COLUMN sas.walk.verdict IS 'whole, partial, refused, interrupted; NULL while under way.';

COMMENT ON COLUMN sas.walk.reason IS 'Why it is not whole.';

COMMENT ON COLUMN sas.walk.page_size_asked IS 'Rows asked for a page.';

COMMENT ON COLUMN sas.walk.page_size_served IS 'The most rows that one page brought.';

COMMENT ON COLUMN sas.walk.pages IS 'Pages read.';

COMMENT ON COLUMN sas.walk.requests IS 'Attempts made: pages, probes, questions, controls, retries.';

COMMENT ON COLUMN sas.walk.retries IS 'Of these, repeated ones.';

COMMENT ON COLUMN sas.walk.total_first IS 'TotalCount of the first page.';

COMMENT ON COLUMN sas.walk.total_last IS 'TotalCount of the last page.';

COMMENT ON COLUMN sas.walk.total_changes IS 'How often TotalCount changed from page to page.';

COMMENT ON COLUMN sas.walk.rows IS 'Rows read.';

COMMENT ON COLUMN sas.walk.keys IS 'Distinct occurrences among them.';

COMMENT ON COLUMN sas.walk.keys_twice IS 'Occurrences met on more than one page: the list moved meanwhile.';

COMMENT ON COLUMN sas.walk.folded IS 'Rows that shared a key with another one and differed from it.';

COMMENT ON COLUMN sas.walk.quarantined IS 'Rows that could not be stored.';

COMMENT ON COLUMN sas.walk.regions IS 'By RepoRegionId: rows seen by the walk, and reported by the region when asked.';

COMMENT ON COLUMN sas.walk.suspects IS 'Known occurrences that it did not see.';

COMMENT ON COLUMN sas.walk.asked IS 'Suspects that were asked for.';

COMMENT ON COLUMN sas.walk.closed IS 'Occurrences closed.';

COMMENT ON COLUMN sas.walk.left_open IS 'Suspects about which nothing could be decided.';

COMMENT ON COLUMN sas.walk.held IS 'Suspects held back by the fuse.';

COMMENT ON COLUMN sas.walk.control_request_id IS 'RequestId of a control question that showed that the site answers truly.';

COMMENT ON COLUMN sas.walk.first_request_id IS 'RequestId of the first page.';

COMMENT ON COLUMN sas.walk.last_request_id IS 'RequestId of the last page.';

COMMENT ON COLUMN sas.walk.keys_digest IS 'Digest of the occurrences seen: two walks with equal digests saw the same.';

COMMENT ON COLUMN sas.walk.notes IS 'Slices walked, splitting, filters not honoured.';

COMMENT ON COLUMN sas.walk.findings_opened IS 'Findings opened for the first time.';

COMMENT ON COLUMN sas.walk.findings_reopened IS 'Findings opened again.';

COMMENT ON COLUMN sas.walk.findings_closed IS 'Findings closed.';

COMMENT ON COLUMN sas.walk.findings_changed IS 'Other transitions but rescans.';

COMMENT ON COLUMN sas.walk.findings_rescanned IS 'Rescans.';

COMMENT ON COLUMN sas.walk.rows_written IS 'Occurrences written.';

COMMENT ON COLUMN sas.walk.listed_files IS 'A second witness: malicious files that DescribeGroupedMaliciousFiles listed after this walk; NULL where it was not read then.';

COMMENT ON COLUMN sas.walk.listed_images IS 'The images that it counted, summed over these files.';

COMMENT ON COLUMN sas.walk.listed_unseen IS 'Of these files, those of which no finding was present; NULL where the walk was not whole or narrowed by a filter.';

COMMENT ON COLUMN sas.walk.listed_beyond IS 'Images that it counted beyond those of present findings of the same file, summed; NULL likewise.';

CREATE TABLE sasync.action (
    account_id text NOT NULL COLLATE pg_catalog."C",
    action_id bigint NOT NULL,
    source_id bigint,
    kind text NOT NULL COLLATE pg_catalog."C",
    asked_by text NOT NULL COLLATE pg_catalog."C",
    reason text,
    asked_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    touched_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    done_at timestamp with time zone,
    result text
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.action IS 'What operators asked for: who released, retired, accepted, synced or repaired what, when and why.';

COMMENT ON COLUMN sasync.action.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.action.action_id IS 'Number of the action.';

COMMENT ON COLUMN sasync.action.source_id IS 'The source that it is about; NULL for the whole account.';

COMMENT ON COLUMN sasync.action.kind IS 'sync, release, retire, accept_account, repair.';

COMMENT ON COLUMN sasync.action.asked_by IS 'Who asked: user and host.';

COMMENT ON COLUMN sasync.action.reason IS 'Why, as the operator gave it.';

COMMENT ON COLUMN sasync.action.asked_at IS 'When it was asked for.';

COMMENT ON COLUMN sasync.action.touched_at IS 'When the asker was last known to wait; an action lapses when that is too long ago.';

COMMENT ON COLUMN sasync.action.done_at IS 'When it was carried out; NULL while pending or lapsed.';

COMMENT ON COLUMN sasync.action.result IS 'How it ended.';

ALTER TABLE sasync.action ALTER COLUMN action_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME sasync.action_action_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE sasync.daemon (
    holder text NOT NULL COLLATE pg_catalog."C",
    accounts text[] NOT NULL COLLATE pg_catalog."C",
    expires_at timestamp with time zone NOT NULL
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.daemon IS 'Which daemons run, so that they share the accounts between them.';

COMMENT ON COLUMN sasync.daemon.holder IS 'The process: host and process id, as in lease.';

COMMENT ON COLUMN sasync.daemon.accounts IS 'The cloud''s ids of the accounts that it could lead.';

COMMENT ON COLUMN sasync.daemon.expires_at IS 'When it counts as gone unless it says otherwise, by the database''s clock.';

CREATE TABLE sasync.reader_account (
    reader text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    granted_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    granted_by text DEFAULT SESSION_USER NOT NULL
);

COMMENT ON TABLE sasync.reader_account IS 'Which accounts a reader may see that may not see all. Written by sasyncd grant and sasyncd revoke.';

COMMENT ON COLUMN sasync.reader_account.reader IS 'The database role.';

COMMENT ON COLUMN sasync.reader_account.account_id IS 'The cloud''s id of an account that it may see.';

COMMENT ON COLUMN sasync.reader_account.granted_at IS 'When that was granted.';

COMMENT ON COLUMN sasync.reader_account.granted_by IS 'Who granted it.';

CREATE TABLE sasync.schema_migration (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_by text DEFAULT CURRENT_USER NOT NULL
);

COMMENT ON TABLE sasync.schema_migration IS 'Which migrations this database has.';

COMMENT ON COLUMN sasync.schema_migration.version IS 'Number of the migration, as in its file name.';

COMMENT ON COLUMN sasync.schema_migration.name IS 'Name of the migration, as in its file name.';

COMMENT ON COLUMN sasync.schema_migration.checksum IS 'Digest of the file as sasyncd applied it; NULL where a DBA or another tool applied it.';

COMMENT ON COLUMN sasync.schema_migration.applied_at IS 'When it was applied.';

COMMENT ON COLUMN sasync.schema_migration.applied_by IS 'The database role that applied it.';

ALTER TABLE sasync.source ALTER COLUMN source_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME sasync.source_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE sasync.sweep ALTER COLUMN sweep_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME sasync.sweep_sweep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE sasync.unsummarised (
    account_id text NOT NULL COLLATE pg_catalog."C",
    since timestamp with time zone DEFAULT sasync.moment() NOT NULL
);

COMMENT ON TABLE sasync.unsummarised IS 'Accounts whose open_count and standing wait for the end of a walk: of a source that is read for the first time they are counted once, at its end.';

COMMENT ON COLUMN sasync.unsummarised.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.unsummarised.since IS 'Since when.';

CREATE TABLE sasync.verification (
    account_id text NOT NULL COLLATE pg_catalog."C",
    verified_at timestamp with time zone NOT NULL,
    differences bigint NOT NULL,
    verified_by text NOT NULL COLLATE pg_catalog."C"
)
WITH (fillfactor='50');

COMMENT ON TABLE sasync.verification IS 'What the last look found at whether an account''s tables follow from each other.';

COMMENT ON COLUMN sasync.verification.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.verification.verified_at IS 'When that was.';

COMMENT ON COLUMN sasync.verification.differences IS 'How many differences it found; sasyncd verify names them.';

COMMENT ON COLUMN sasync.verification.verified_by IS 'The process that looked: host and process id.';

CREATE TABLE sasync.walk_part (
    account_id text NOT NULL COLLATE pg_catalog."C",
    walk_id bigint NOT NULL,
    part integer NOT NULL,
    applied_at timestamp with time zone DEFAULT sasync.moment() NOT NULL,
    opened bigint NOT NULL,
    reopened bigint NOT NULL,
    closed bigint NOT NULL,
    changed bigint NOT NULL,
    rescanned bigint NOT NULL,
    rows_written bigint NOT NULL
);

COMMENT ON TABLE sasync.walk_part IS 'Transactions in which a walk''s differences were applied; makes each happen exactly once.';

COMMENT ON COLUMN sasync.walk_part.account_id IS 'The cloud''s id of the account.';

COMMENT ON COLUMN sasync.walk_part.walk_id IS 'The walk.';

COMMENT ON COLUMN sasync.walk_part.part IS 'Number of the part within the walk.';

COMMENT ON COLUMN sasync.walk_part.applied_at IS 'When it was applied.';

COMMENT ON COLUMN sasync.walk_part.opened IS 'Findings opened for the first time.';

COMMENT ON COLUMN sasync.walk_part.reopened IS 'Findings opened again.';

COMMENT ON COLUMN sasync.walk_part.closed IS 'Findings closed.';

COMMENT ON COLUMN sasync.walk_part.changed IS 'Other transitions but rescans.';

COMMENT ON COLUMN sasync.walk_part.rescanned IS 'Rescans.';

COMMENT ON COLUMN sasync.walk_part.rows_written IS 'Occurrences written.';

ALTER TABLE sasync.walk ALTER COLUMN walk_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME sasync.walk_walk_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY sasync.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY sasync.action
    ADD CONSTRAINT action_pkey PRIMARY KEY (account_id, action_id);

ALTER TABLE ONLY sasync.daemon
    ADD CONSTRAINT daemon_pkey PRIMARY KEY (holder);

ALTER TABLE ONLY sasync.daily
    ADD CONSTRAINT daily_pkey PRIMARY KEY (account_id, day, level, repo_instance_id, repo_namespace, repo_name);

ALTER TABLE ONLY sasync.episode
    ADD CONSTRAINT episode_pkey PRIMARY KEY (account_id, finding_key, episode);

ALTER TABLE ONLY sasync.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (account_id, finding_key);

ALTER TABLE ONLY sasync.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY sasync.listed_cluster
    ADD CONSTRAINT listed_cluster_pkey PRIMARY KEY (account_id, cluster_id, site);

ALTER TABLE ONLY sasync.listed_repository
    ADD CONSTRAINT listed_repository_pkey PRIMARY KEY (account_id, repo_instance_id, repo_id);

ALTER TABLE ONLY sasync.listing
    ADD CONSTRAINT listing_pkey PRIMARY KEY (account_id, site, kind, scope);

ALTER TABLE ONLY sasync.malware
    ADD CONSTRAINT malware_pkey PRIMARY KEY (malicious_md5);

ALTER TABLE ONLY sasync.occurrence
    ADD CONSTRAINT occurrence_pkey PRIMARY KEY (account_id, site, row_key);

ALTER TABLE ONLY sasync.occurrence_state
    ADD CONSTRAINT occurrence_state_pkey PRIMARY KEY (account_id, site, row_key);

ALTER TABLE ONLY sasync.open_count
    ADD CONSTRAINT open_count_pkey PRIMARY KEY (account_id, source_id, repo_region_id, repo_instance_id, repo_namespace, repo_name, level, status);

ALTER TABLE ONLY sasync.pruned
    ADD CONSTRAINT pruned_pkey PRIMARY KEY (what);

ALTER TABLE ONLY sasync.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (account_id, source_id, reason, digest);

ALTER TABLE ONLY sasync.reader_account
    ADD CONSTRAINT reader_account_pkey PRIMARY KEY (reader, account_id);

ALTER TABLE ONLY sasync.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (version);

ALTER TABLE ONLY sasync.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (account_id, site);

ALTER TABLE ONLY sasync.source
    ADD CONSTRAINT source_account_id_site_suffix_key UNIQUE (account_id, site, suffix);

ALTER TABLE ONLY sasync.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (account_id, source_id);

ALTER TABLE ONLY sasync.standing
    ADD CONSTRAINT standing_pkey PRIMARY KEY (account_id, thing, key);

ALTER TABLE ONLY sasync.suspect
    ADD CONSTRAINT suspect_pkey PRIMARY KEY (account_id, site, row_key);

ALTER TABLE ONLY sasync.sweep
    ADD CONSTRAINT sweep_pkey PRIMARY KEY (sweep_id);

ALTER TABLE ONLY sasync.unsummarised
    ADD CONSTRAINT unsummarised_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY sasync.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY sasync.walk_part
    ADD CONSTRAINT walk_part_pkey PRIMARY KEY (account_id, walk_id, part);

ALTER TABLE ONLY sasync.walk
    ADD CONSTRAINT walk_pkey PRIMARY KEY (account_id, walk_id);

CREATE INDEX action_pending ON sasync.action USING btree (account_id) WHERE (done_at IS NULL);

CREATE INDEX daily_group ON sasync.daily USING btree (account_id, level, repo_instance_id, repo_namespace, repo_name, day);

CREATE INDEX episode_again ON sasync.episode USING btree (account_id, finding_key, episode) INCLUDE (opened_at) WHERE (episode > 1);

CREATE INDEX episode_closed ON sasync.episode USING btree (closed_at) INCLUDE (opened_at, continued_since, image_key, level, last_status, continued_as, close_reason, account_id, finding_key, repo_namespace, repo_name) WHERE (closed_at IS NOT NULL);

CREATE INDEX episode_continued ON sasync.episode USING btree (account_id, continued_from) WHERE (continued_from IS NOT NULL);

CREATE INDEX episode_opened ON sasync.episode USING btree (opened_at, account_id);

CREATE INDEX event_at ON sasync.event USING brin (at);

CREATE INDEX event_finding ON sasync.event USING btree (account_id, finding_key);

CREATE INDEX event_value ON sasync.event USING btree (account_id, finding_key, at, event_id) INCLUDE (kind, source_id, old_value, new_value) WHERE ((kind = ANY (ARRAY['level_changed'::text, 'status_changed'::text])) AND (row_key IS NULL));

CREATE INDEX finding_md5 ON sasync.finding USING btree (malicious_md5, account_id);

CREATE INDEX finding_open_level ON sasync.finding USING btree (level, status, account_id) WHERE (presence = 'present'::text);

CREATE INDEX finding_open_repository ON sasync.finding USING btree (level, repo_instance_id, repo_namespace, repo_name, account_id) WHERE (presence = 'present'::text);

CREATE INDEX finding_open_since ON sasync.finding USING btree (opened_at, account_id) WHERE (presence = 'present'::text);

CREATE INDEX finding_open_source ON sasync.finding USING btree (account_id, source_id, repo_region_id) WHERE (presence = 'present'::text);

CREATE INDEX occurrence_state_finding ON sasync.occurrence_state USING btree (account_id, finding_key);

CREATE INDEX rescan_at ON sasync.rescan USING brin (at);

CREATE INDEX rescan_finding ON sasync.rescan USING btree (account_id, finding_key);

CREATE INDEX standing_worst ON sasync.standing USING btree (thing, serious DESC, suspicious DESC, account_id);

CREATE INDEX walk_under_way ON sasync.walk USING btree (account_id, source_id) WHERE (verdict IS NULL);
