#!/usr/bin/env bash
# Readers of one account: what sasyncd grant and sasyncd revoke say and do, that such a reader finds no way round it, and
# that whoever may see all, the daemon among them, notices nothing.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
roles_file=$(cd "$(dirname "$0")/../.." && pwd)/migrations/roles.sql
own=1000000000000001 other=1000000000000002
start_simulator --rows 300 --seed 61 --key "key-own:secret::$own" --key "key-other:secret::$other"
write_settings
{
    printf 'accounts:\n'
    for name in own other; do
        printf '  - name: %s-label\n    credentials: {kind: access_key, access_key_id: key-%s, access_key_secret: secret}\n' "$name" "$name"
    done
    sed '/^accounts:/,/credentials:/d' "$work/sasyncd.yaml"
} >"$work/two.yaml"
mv "$work/two.yaml" "$work/sasyncd.yaml"

# Roles are the whole server's.
reader="reader_$$" analyst="analyst_$$" by_hand="by_hand_$$" group="group_$$" writer="writer_$$" owner="owner_$$"
odd="Odd \"name\"; $$"
quoted_odd="\"Odd \"\"name\"\"; $$\""
drop_roles() {
    dropdb --if-exists --force "$database" >/dev/null 2>&1 || true
    psql --no-psqlrc --quiet --command="DROP ROLE IF EXISTS $reader, $analyst, $by_hand, $group, $writer, $owner, $quoted_odd" \
        >/dev/null 2>&1 || true
}
end_test() {
    local ended=$?
    drop_roles
    (exit "$ended")
    clean_up
}
trap end_test EXIT

run_command() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "${settings:-$work/sasyncd.yaml}" "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "sasyncd $* ended with $status instead of $expected: $(cat "$work/out")"
}
expect_text() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(cat "$work/out")"; }
settings_of() {
    sed "s/^database:.*/database: {url: \"dbname=$database user=$1\", migrate: ${2:-false}}/" "$work/sasyncd.yaml" >"$work/$1.yaml"
    printf '%s' "$work/$1.yaml"
}
# What a role gets to see of these statements, notices and errors included: $work/seen.
look_as() {
    local role=$1
    shift
    psql --no-psqlrc --quiet --tuples-only --no-align --username="$role" --dbname="$database" "$@" >"$work/seen" 2>&1
}

# Before a DBA did his part.
run_command 0 migrate
if [ "$(sql --command="SELECT count(*) FROM pg_roles WHERE rolname = 'sasyncd_account_reader'")" = 0 ]; then
    run_command 78 grant "$reader" --account own-label
    expect_text "migrations/roles.sql"
fi
for _ in once twice; do sql --file="$roles_file" >"$work/out" 2>&1 || fail "roles.sql: $(cat "$work/out")"; done
sql --command="CREATE ROLE $reader LOGIN; CREATE ROLE $quoted_odd LOGIN; CREATE ROLE $analyst LOGIN IN ROLE sasyncd_reader;
    CREATE ROLE $by_hand LOGIN; CREATE ROLE $group; CREATE ROLE $writer LOGIN IN ROLE sasyncd_writer;
    CREATE ROLE $owner LOGIN IN ROLE sasyncd_owner;
    GRANT USAGE ON SCHEMA sas TO $by_hand; GRANT SELECT ON ALL TABLES IN SCHEMA sas TO $by_hand"
settings=$(settings_of "$writer")
run_command 0 sync
run_command 77 grant "$reader" --account own-label
expect_text "member of sasyncd_owner"

# Who has it to give.
settings=$(settings_of "$owner")
run_command 64 grant "$reader"
expect_text "--account NAME"
run_command 64 grant --account own-label
run_command 65 grant nobody_$$ --account own-label
expect_text "no database role is called nobody_$$"
run_command 65 grant "$group" --account own-label
expect_text "cannot log in"
run_command 65 grant "$reader" --account own-lable
expect_text "did you mean own-label? There are other-label, own-label"
run_command 65 grant "$analyst" --account own-label
expect_text "sees all accounts, through sasyncd_reader"
run_command 65 grant "$writer" --account own-label
expect_text "through sasyncd_writer"
run_command 65 grant postgres --account own-label
expect_text "through superuser"
expect_sql "row security while nobody needs it" 0 "SELECT count(*) FROM pg_class WHERE relrowsecurity
    AND relnamespace = 'sasync'::regnamespace"
! look_as "$reader" --command="SELECT count(*) FROM sas.finding" || fail "a role that was granted nothing reads the views"
run_command 0 grant "$reader" --account own-label
expect_text "$reader may see own-label"
run_command 0 grant "$reader" --account "$own"
run_command 0 grant "$odd" --account other-label
expect_text "may see other-label"
run_command 0 revoke "$odd" --account other-label
expect_text "may see no account"
expect_sql "a name that wants quoting" f "SELECT pg_has_role('$odd', 'sasyncd_account_reader', 'MEMBER')"
expect_sql "who granted what" "$reader|$own|t" "SELECT reader, account_id, granted_by LIKE '%@%' FROM sasync.reader_account"
# A DBA runs it again, and a migration ends.
sql --file="$roles_file" >"$work/out" 2>&1 || fail "roles.sql: $(cat "$work/out")"
psql --no-psqlrc --quiet --username="$owner" --dbname="$database" --command="SELECT sasync.grant_to_roles()" >/dev/null

# What nobody but those who see all may come to know: ids of the other account, its names, and what only it has, even in
# part: a path may be the begin of another one.
sql --command="SELECT '$other' UNION ALL SELECT 'other-label' UNION ALL
    SELECT v FROM (SELECT account_id, finding_key::text AS v FROM sasync.finding UNION ALL
        SELECT account_id, row_key::text FROM sasync.occurrence UNION ALL
        SELECT account_id, image_key FROM sasync.finding UNION ALL
        SELECT account_id, file_path FROM sasync.occurrence UNION ALL
        SELECT account_id, container_id FROM sasync.occurrence UNION ALL
        SELECT account_id, first_request_id FROM sasync.walk) AS t
    WHERE length(v) > 5 GROUP BY v HAVING min(account_id) = '$other'" | sort -u >"$work/foreign"
sql --command="SELECT f, o FROM sasync.finding f JOIN sasync.occurrence o ON f.account_id = o.account_id AND f.row_key = o.row_key
    WHERE f.account_id = '$own'" --command="SELECT o FROM sasync.occurrence o WHERE o.account_id = '$own'" >"$work/own"
while grep -oF -f "$work/foreign" "$work/own" | sort -u >"$work/shared" && [ -s "$work/shared" ]; do
    grep -vxF -f "$work/shared" "$work/foreign" >"$work/rest" || fail "the accounts have all in common"
    mv "$work/rest" "$work/foreign"
done
[ "$(wc -l <"$work/foreign")" -gt 300 ] || fail "there is nothing to hide: $(wc -l <"$work/foreign")"
sql --command="SELECT download_url FROM sasync.occurrence WHERE download_url IS NOT NULL" | sort -u >"$work/links"
[ -s "$work/links" ] || fail "no row has a link"
shows_nothing_foreign() {
    ! grep -qF -f "$work/foreign" "$work/seen" || fail "$1 shows $(grep -oF -f "$work/foreign" "$work/seen" | sort -u | head -n 3 | xargs)"
    ! grep -qF -f "$work/links" "$work/seen" || fail "$1 shows a link"
}
# Each of these statements fails, and its error tells nothing.
refused() {
    local statement
    while IFS= read -r statement; do
        [ -n "$statement" ] || continue
        ! look_as "$reader" --set=ON_ERROR_STOP=1 --command="$statement" || fail "not refused: $statement: $(head -n 3 "$work/seen")"
        grep -qE 'permission denied|must (be|have)|was granted no account|affected by row-level|cannot (copy|insert|update|delete)|permission to' \
            "$work/seen" || fail "$statement: refused for another reason: $(cat "$work/seen")"
        shows_nothing_foreign "$statement"
    done
}
# Each of these may work, and shows only what is its own.
harmless() {
    local statement
    while IFS= read -r statement; do
        [ -n "$statement" ] || continue
        look_as "$reader" --command="$statement" || true
        shows_nothing_foreign "$statement"
    done
}

views=$(sql --command="SELECT relname FROM pg_class WHERE relnamespace = 'sas'::regnamespace AND relkind = 'v' ORDER BY 1")
[ "$(wc -w <<<"$views")" -ge 9 ] || fail "only these views: $views"
for view in $views; do
    look_as "$reader" --command="SELECT * FROM sas.$view" || fail "sas.$view: $(cat "$work/seen")"
    shows_nothing_foreign "sas.$view"
    # In the order that PostgreSQL likes best, a function that tells whatever it is given.
    look_as "$reader" --set=ON_ERROR_STOP=1 --command="CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
        AS 'BEGIN RAISE NOTICE ''%'', \$1; RETURN true; END'" --command="SELECT count(*) FROM sas.$view v WHERE pg_temp.leak(v::text)" ||
        fail "a leaky function on sas.$view: $(tail -n 3 "$work/seen")"
    shows_nothing_foreign "a leaky function on sas.$view"
    look_as "$reader" --command="EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM sas.$view" || fail "EXPLAIN: $(cat "$work/seen")"
    shows_nothing_foreign "EXPLAIN of sas.$view"
    look_as "$reader" --command="COPY (SELECT * FROM sas.$view) TO STDOUT" || fail "COPY: $(cat "$work/seen")"
    shows_nothing_foreign "COPY of sas.$view"
    look_as "$reader" --command="SELECT pg_get_viewdef('sas.$view'::regclass)" || true
    shows_nothing_foreign "the definition of sas.$view"
    look_as "$analyst" --command="SELECT * FROM sas.$view" || fail "sas.$view as one who sees all: $(cat "$work/seen")"
    ! grep -qF -f "$work/links" "$work/seen" || fail "sas.$view shows a link"
done
for view in finding occurrence event episode walk daily source; do
    expected=$(sql --command="SELECT count(*) FROM sas.$view WHERE account_id = '$own'")
    all=$(sql --command="SELECT count(*) FROM sas.$view")
    look_as "$reader" --command="SELECT count(*) FROM sas.$view"
    ((expected > 0 && expected < all)) || fail "sas.$view has $expected rows of $all"
    [ "$(cat "$work/seen")" = "$expected" ] || fail "sas.$view shows $(cat "$work/seen") rows instead of $expected of $all"
    for role in "$analyst" "$by_hand" "$writer" "$owner" postgres; do
        look_as "$role" --command="SELECT count(*) FROM sas.$view"
        [ "$(cat "$work/seen")" = "$all" ] || fail "sas.$view shows $role $(cat "$work/seen") rows instead of $all"
    done
done

sql --command="SELECT format('SELECT * FROM sasync.%I', relname) FROM pg_class
    WHERE relnamespace = 'sasync'::regnamespace AND relkind = 'r'" | refused
refused <<REFUSED
SELECT sasync.sees_all('$analyst')
SELECT sasync.accounts_seen('$reader')
SELECT sasync.grant_accounts('$reader', '{$other}', 'me')
SET ROLE sasyncd_account_reader; SELECT count(*) FROM sas.finding
SET ROLE sasyncd_reader
SET ROLE sasyncd_views
SET ROLE sasyncd_owner
SET SESSION AUTHORIZATION $analyst
GRANT sasyncd_reader TO $reader
GRANT sasyncd_account_reader TO $by_hand
ALTER ROLE $reader BYPASSRLS
ALTER ROLE $reader SUPERUSER
ALTER TABLE sasync.finding DISABLE ROW LEVEL SECURITY
DROP POLICY accounts ON sasync.finding
ALTER VIEW sas.finding OWNER TO $reader
CREATE TABLE sas.mine (id integer)
CREATE VIEW sas.mine AS SELECT 1 AS one
CREATE OR REPLACE VIEW sas.daily AS SELECT * FROM sas.finding
CREATE FUNCTION sas.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'
CREATE TABLE sasync.mine (id integer)
CREATE TEMP VIEW mine AS SELECT * FROM sasync.finding; SELECT * FROM mine
COPY sasync.finding TO STDOUT
COPY sas.finding TO STDOUT
COPY (SELECT * FROM sas.finding) TO '/tmp/never'
SET row_security = off; SELECT * FROM sas.finding
SELECT * FROM pg_statistic
SELECT * FROM sas.finding FOR UPDATE
DELETE FROM sas.finding
UPDATE sas.source SET configured = false
INSERT INTO sas.daily (account_id) VALUES ('$own')
BEGIN; LOCK TABLE sasync.finding
TRUNCATE sasync.finding
REFUSED
sql --command="GRANT CREATE ON SCHEMA public TO $reader; GRANT $group TO $reader" # as on PostgreSQL 14 and older
harmless <<HARMLESS
SELECT image_uuid::integer FROM sas.finding
SELECT file_path FROM sas.occurrence WHERE file_path::date > now()
SELECT 'seen: $other'::text WHERE EXISTS (SELECT FROM sas.finding WHERE 1 / (CASE WHEN account_id = '$own' THEN 1 ELSE 0 END) = 2) AND false
SELECT xmlelement(name a, finding_key)::text::integer FROM sas.finding
SELECT * FROM pg_stats WHERE schemaname IN ('sas', 'sasync')
SELECT * FROM pg_stats_ext
SELECT * FROM pg_policies
SELECT * FROM pg_stat_activity
SELECT * FROM pg_prepared_statements
SELECT query_to_xml('SELECT * FROM sas.finding', true, true, '')
SELECT schema_to_xml('sas', true, true, '')
SELECT database_to_xml(true, true, '')
SET sasync.moment = '2001-01-01'; SELECT * FROM sas.finding
SET sasync.reader = '$analyst'; SELECT * FROM sas.finding
SET enable_indexscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SELECT * FROM sas.occurrence
CREATE FUNCTION public.pg_has_role(name, oid, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'; SET search_path = public, pg_catalog; SELECT * FROM sas.finding
CREATE FUNCTION public.mine() RETURNS SETOF sas.finding LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM sas.finding'; SELECT * FROM public.mine()
CREATE TEMP TABLE reader_account (reader text, account_id text); INSERT INTO reader_account VALUES ('$reader', '2'); SET search_path = pg_temp; SELECT * FROM sas.finding
PREPARE mine AS SELECT * FROM sas.finding; EXECUTE mine; SET ROLE $group; EXECUTE mine
BEGIN; DECLARE mine CURSOR FOR SELECT * FROM sas.finding; FETCH ALL FROM mine; COMMIT
SELECT * FROM sas.finding f, LATERAL (SELECT * FROM sas.occurrence o WHERE o.finding_key = f.finding_key OR true) t LIMIT 2000
HARMLESS
look_as "$reader" --command="SELECT count(*) FROM sas.finding WHERE 1 / (CASE WHEN account_id = '$own' THEN 1 ELSE 0 END) = 1" ||
    fail "a condition met a row of the other account: $(cat "$work/seen")"
# Its own views show others what those may see, and no more than it sees itself where they are read with its rights.
look_as "$reader" --set=ON_ERROR_STOP=1 --command="CREATE VIEW public.mine_$$ AS SELECT * FROM sas.finding" \
    --command="SELECT * FROM public.mine_$$" || fail "a view of its own: $(cat "$work/seen")"
shows_nothing_foreign "a view of its own"
for routine in $(sql --command="SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'sas'::regnamespace" | tr -d ' '); do
    expect_sql "$routine runs with the rights of who calls it" f "SELECT prosecdef FROM pg_proc WHERE oid = '$routine'::regprocedure"
done
expect_sql "views that can show a link" 0 "SELECT count(*) FROM pg_attribute a
    WHERE a.attrelid = 'sasync.occurrence'::regclass AND a.attname = 'download_url'
      AND has_column_privilege('sasyncd_views', a.attrelid, a.attnum, 'SELECT')"
expect_sql "tables without row security" "malware, pruned, reader_account" "SELECT string_agg(relname, ', ' ORDER BY relname)
    FROM pg_class WHERE relnamespace = 'sasync'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity"

# The bell tells such a reader nothing of others.
{
    printf 'LISTEN sasyncd;\n\\! touch %s/listens; while [ ! -e %s/synced ]; do sleep 0.1; done\nSELECT 1;\n' "$work" "$work"
} | psql --no-psqlrc --quiet --username="$reader" --dbname="$database" >"$work/heard" 2>&1 &
listener=$!
for ((tries = 0; tries < 100; tries++)); do [ ! -e "$work/listens" ] || break && sleep 0.1; done
[ -e "$work/listens" ] || fail "nobody listens: $(cat "$work/heard")"

# The daemon goes on as it did, with the rights of a writer, and so does the upkeep.
for account in $own $other; do
    control POST /mutate "{\"account\":\"$account\",\"site\":\"china\",\"operations\":[
        {\"op\":\"rescan\",\"all\":true},{\"op\":\"remove\",\"count\":2,\"seed\":7},{\"op\":\"add\",\"count\":3,\"seed\":7}]}" >/dev/null
done
settings=$(settings_of "$writer")
run_command 0 sync
touch "$work/synced"
wait "$listener" || fail "the listener: $(cat "$work/heard")"
cp "$work/heard" "$work/seen"
grep -q 'Asynchronous notification "sasyncd"' "$work/heard" || fail "no bell rang: $(cat "$work/heard")"
shows_nothing_foreign "the bell"
! grep -qE 'account|opened|source' "$work/heard" || fail "the bell tells more than where to look: $(cat "$work/heard")"
run_command 0 verify
run_command 0 status
settings=$(settings_of "$owner" true)
run_command 0 migrate
run_command 0 verify
run_command 0 verify --repair
expected=$(sql --command="SELECT count(*) FROM sas.finding WHERE account_id = '$own'")
look_as "$reader" --command="SELECT count(*) FROM sas.finding"
[ "$(cat "$work/seen")" = "$expected" ] || fail "after a sync it sees $(cat "$work/seen") instead of $expected"

# Taken away again: from the next statement on.
run_command 0 grant "$reader" --account other-label
expect_text "$reader may see other-label, own-label"
run_command 0 revoke "$reader" --account own-label
look_as "$reader" --command="SELECT DISTINCT account FROM sas.finding"
[ "$(cat "$work/seen")" = other-label ] || fail "it sees $(cat "$work/seen")"
run_command 0 grant "$reader" --all
expect_text "may see all accounts, through sasyncd_reader"
expect_sql "row security with no reader left who needs it" 0 "SELECT count(*) FROM pg_class WHERE relrowsecurity
    AND relnamespace = 'sasync'::regnamespace"
expect_sql "whose the views are then" sasyncd_owner "SELECT DISTINCT relowner::regrole FROM pg_class
    WHERE relnamespace = 'sas'::regnamespace"
look_as "$reader" --command="SELECT count(DISTINCT account) FROM sas.finding"
[ "$(cat "$work/seen")" = 2 ] || fail "one who may see all sees $(cat "$work/seen")"
run_command 65 revoke "$reader" --account own-label
run_command 0 revoke "$reader"
expect_text "$reader may see no account"
! look_as "$reader" --command="SELECT count(*) FROM sas.finding" || fail "after revoke it still reads the views"
printf 'ok\n'
