#!/usr/bin/env bash
# Migrations: interrupted at any statement they leave nothing of themselves and can be run again; several processes that
# migrate at once bring one schema; they run while a daemon writes and analysts read; an older sasyncd refuses a newer
# schema and says what to do.
# Usage: upgrade.sh SASYNCD SIMULATOR [all]: all = interrupted at every statement, instead of some
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
root=$(cd "$(dirname "$0")/../.." && pwd)
start_simulator --rows 200 --seed 59
write_settings
set_section lease '{ttl: 2s}'

# The migrations that there are: their numbers, and what the first so many of them make, as psql applies them.
mapfile -t files < <(printf '%s\n' "$root"/migrations/V*.sql | sort --version-sort)
numbers=()
for file in "${files[@]}"; do
    file=${file##*/V}
    numbers+=("$((10#${file%%__*}))")
done
first_numbers() { (IFS='|' && printf '%s' "${numbers[*]:0:$1}"); }
all_versions=$(first_numbers "${#files[@]}")
# One line a thing in the schemas: the statement that would drop it.
things="SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'i' THEN 'INDEX'
                   WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('sas', 'sasync') AND c.relkind IN ('r', 'v', 'i', 'S')
    UNION ALL
    SELECT format('ALTER TABLE IF EXISTS %I.%I DROP COLUMN IF EXISTS %I CASCADE', n.nspname, c.relname, a.attname)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'sasync' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT format('DROP FUNCTION IF EXISTS %I.%I(%s) CASCADE', n.nspname, p.proname,
                  pg_get_function_identity_arguments(p.oid))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('sas', 'sasync')"
list_things() { psql --no-psqlrc --quiet --tuples-only --no-align --dbname="$1" --command="$things" | LC_ALL=C sort; }
createdb "${database}_by_psql"
: >"$work/things.0"
for ((count = 1; count <= ${#files[@]}; count++)); do
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction --dbname="${database}_by_psql" \
        --file="${files[count - 1]}" >/dev/null
    list_things "${database}_by_psql" >"$work/things.$count"
    [ "$count" -ne $((${#files[@]} - 1)) ] ||
        pg_dump --schema=sas --no-owner --dbname="${database}_by_psql" >"$work/views.sql"
done
dropdb "${database}_by_psql"

migrate() {
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" migrate >"$work/migrate.out" 2>&1 || status=$?
}
has_right_schema() {
    bash "$root/tests/store/dump_schema.sh" "$database" >"$work/schema.sql"
    cmp -s "$work/schema.sql" "$root/migrations/schema.sql" ||
        fail "$1: another schema: $(diff "$work/schema.sql" "$root/migrations/schema.sql" | head -n 10)"
    expect_sql "$1: migrations on record" "$all_versions" \
        "SELECT string_agg(version::text, '|' ORDER BY version) FROM sasync.schema_migration"
}
drop_schema() { sql --command="SET client_min_messages = warning; DROP SCHEMA IF EXISTS sas, sasync CASCADE"; }

# A session that sleeps goes on when its client has gone.
end_reader() {
    sql --command="SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >/dev/null
    wait "$reader" 2>/dev/null || true
}

# The session ends at the statement of this number; a sequence counts on whatever is rolled back.
sql <<'TRIGGER'
CREATE SEQUENCE public.statements;
CREATE TABLE public.ends (at bigint);
INSERT INTO public.ends VALUES (0);
CREATE FUNCTION public.count_statement() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('public.statements') = (SELECT at FROM public.ends) THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
    END IF;
END
$$;
CREATE EVENT TRIGGER count_statement ON ddl_command_end EXECUTE FUNCTION public.count_statement();
TRIGGER
end_at() {
    sql --command="ALTER EVENT TRIGGER count_statement DISABLE" \
        --command="SELECT setval('public.statements', 1, false); UPDATE public.ends SET at = $1" \
        --command="ALTER EVENT TRIGGER count_statement ENABLE" >/dev/null
}
end_at 0
migrate
[ "$status" = 0 ] || fail "migrate: $(cat "$work/migrate.out")"
statements=$(sql --command="SELECT last_value FROM public.statements")
has_right_schema "uninterrupted"
step=$([ "${3:-}" = all ] && printf 1 || printf '%s' $((statements / 10)))
interrupted=0
for ((at = 1; at <= statements; at += step)); do
    end_at 0
    drop_schema
    end_at "$at"
    migrate
    [ "$status" = 69 ] || fail "interrupted at statement $at, migrate ended with $status: $(cat "$work/migrate.out")"
    grep -q 'terminating connection\|the server ended the session\|Lost connection' "$work/migrate.out" ||
        fail "interrupted at statement $at: $(cat "$work/migrate.out")"
    end_at 0
    # Each migration is there as a whole, or not at all.
    if [ "$(sql --command="SELECT to_regclass('sasync.schema_migration') IS NULL")" = t ]; then
        expect_sql "interrupted at $at: what is left" 0 \
            "SELECT count(*) FROM pg_namespace WHERE nspname IN ('sas', 'sasync')"
    else
        count=$(sql --command="SELECT count(*) FROM sasync.schema_migration")
        expect_sql "interrupted at $at: migrations on record" "$(first_numbers "$count")" \
            "SELECT string_agg(version::text, '|' ORDER BY version) FROM sasync.schema_migration"
        list_things "$database" | cmp -s - "$work/things.$count" ||
            fail "interrupted at $at: not what $count migrations make: $(list_things "$database" | diff - "$work/things.$count" | head)"
    fi
    migrate
    [ "$status" = 0 ] || fail "run again after statement $at: $(cat "$work/migrate.out")"
    interrupted=$((interrupted + 1))
done
has_right_schema "interrupted and run again"
sql --command="DROP EVENT TRIGGER count_statement"
printf 'interrupted at %s of %s statements\n' "$interrupted" "$statements"

# Two daemons, a sync and a migrate begin at once with nothing.
drop_schema
pids=()
end_daemons() { [ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true; }
trap 'ended=$?; end_daemons; (exit "$ended"); clean_up' EXIT
for command in run run sync migrate; do
    "$sasyncd" --config "$work/sasyncd.yaml" "$command" >"$work/$command.out" 2>>"$work/$command.err" &
    pids+=($!)
done
for one in 2 3; do
    status=0
    wait "${pids[$one]}" || status=$?
    [ "$status" = 0 ] || fail "one of those that migrate at once ended with $status: $(cat "$work"/{sync,migrate,run}.err)"
done
has_right_schema "migrated by four at once"
wait_for_sql "whole walks" t "SELECT count(*) >= 2 FROM sas.walk WHERE verdict = 'whole'"
kill -TERM "${pids[1]}"
wait "${pids[1]}" || fail "a daemon ended with $?"
daemon_pid=${pids[0]}
pids=()

wait_for_sql "the other leads, or goes on" t "SELECT count(*) >= 6 FROM sas.walk WHERE verdict = 'whole'"
since=$(sql --command="SELECT clock_timestamp()")
walks=$(sql --command="SELECT count(*) FROM sas.walk WHERE verdict = 'whole'")

# While that daemon sweeps, and a reader is in the middle of something, the last migration is made anew.
{
    printf 'SET client_min_messages = warning; BEGIN;\n'
    LC_ALL=C comm -13 "$work/things.$((${#files[@]} - 1))" "$work/things.${#files[@]}" | sed 's/$/;/'
    printf 'DROP SCHEMA sas CASCADE;\n'
    sed '/^\\/d' "$work/views.sql"
    printf 'DELETE FROM sasync.schema_migration WHERE version = %s;\nCOMMIT;\n' "${numbers[-1]}"
} >"$work/undo.sql"
sql --set=ON_ERROR_STOP=1 --file="$work/undo.sql" >/dev/null
sql --command="BEGIN; SELECT count(*) FROM sasync.finding; SELECT pg_sleep(60)" >/dev/null 2>&1 &
reader=$!
SECONDS=0
migrate
[ "$status" = 0 ] || fail "migrate under load: $(cat "$work/migrate.out")"
[ "$SECONDS" -le 30 ] || fail "migrate waited $SECONDS s for readers"
end_reader
wait_for_sql "sweeps go on" t "SELECT count(*) >= $walks + 4 FROM sas.walk WHERE verdict = 'whole'"
expect_sql "walks that failed meanwhile" 0 \
    "SELECT count(*) FROM sas.walk WHERE started_at > '$since' AND verdict NOT IN ('whole')"
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status: $(tail -n 5 "$work/run.err")"

# Somebody else migrates, and takes his time: whoever waits says so.
sql --command="BEGIN; SELECT pg_advisory_xact_lock(hashtext('sasyncd migrations')); SELECT pg_sleep(60)" >/dev/null 2>&1 &
reader=$!
wait_for_sql "the lock" t "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
set_section database "{url: \"dbname=$database\", lock_timeout: 1s}"
migrate
[ "$status" = 69 ] || fail "migrate beside another ended with $status: $(cat "$work/migrate.out")"
grep -q 'somebody holds a lock' "$work/migrate.out" || fail "no word of the lock: $(cat "$work/migrate.out")"
end_reader
set_section database "{url: \"dbname=$database\"}"

# A newer schema.
sql --command="INSERT INTO sasync.schema_migration (version, name) VALUES (9999, 'of the future')"
marks=$(sql --command="$row_marks")
for command in sync run migrate "sync --dry-run" "release test/china --yes" "verify --repair"; do
    status=0
    # shellcheck disable=SC2086  # words of a command
    timeout 120 "$sasyncd" --config "$work/sasyncd.yaml" $command >"$work/out" 2>&1 </dev/null || status=$?
    [ "$status" = 78 ] || fail "$command with a newer schema ended with $status: $(cat "$work/out")"
    grep -q "is version 9999, newer than this sasyncd knows (${numbers[-1]}): install" "$work/out" || fail "$command: $(cat "$work/out")"
done
expect_sql "what an older sasyncd wrote" "$marks" "$row_marks"
sql --command="DELETE FROM sasync.schema_migration WHERE version = 9999"
sync_once
compare_with_truth
events_replay_to_tables
printf 'ok\n'
