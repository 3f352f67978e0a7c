#!/usr/bin/env bash
# Who LISTENs on sasyncd hears of each publish that changed something, with its counts, once it is committed, and of
# nothing else.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 300 --seed 67
write_settings
set_section walk '{publish_every: 10ms}'
"$sasyncd" --config "$work/sasyncd.yaml" migrate >"$work/out" 2>&1 || fail "migrate: $(cat "$work/out")"

# shellcheck source-path=SCRIPTDIR source=listen_lib.sh
. "$(dirname "$0")/listen_lib.sh"
# The sums of what was heard, by walk.
sums() {
    sql --set=heard="$(tr '\n' ',' <"$work/heard" | sed 's/,$//')" <<<"SELECT n ->> 'walk', sum((n ->> 'opened')::bigint),
        sum((n ->> 'reopened')::bigint), sum((n ->> 'closed')::bigint), sum((n ->> 'changed')::bigint),
        sum((n ->> 'rescanned')::bigint), min(n ->> 'sweep'), min(n ->> 'account_id'), min(n ->> 'source')
    FROM json_array_elements(('[' || :'heard' || ']')::json) n GROUP BY 1 ORDER BY 1"
}
recorded="SELECT walk_id::text, findings_opened, findings_reopened, findings_closed, findings_changed, findings_rescanned,
    sweep_id, account_id, source FROM sas.walk WHERE sweep_id = (SELECT max(sweep_id) FROM sas.walk)
    AND findings_opened + findings_reopened + findings_closed + findings_changed + findings_rescanned > 0 ORDER BY 1"
heard_what_is_on_record() {
    hear
    [ -s "$work/heard" ] || fail "$1: nothing was heard"
    sums >"$work/sums"
    sql --command="$recorded" >"$work/recorded"
    diff "$work/recorded" "$work/sums" >&2 || fail "$1: what was heard (>) is not what is on record (<)"
}

sync_once
heard_what_is_on_record "the first sync"
sync_once
hear
[ ! -s "$work/heard" ] || fail "a sync that changed nothing rang: $(cat "$work/heard")"
control POST /mutate '{"site":"china","operations":[{"op":"rescan","count":20,"seed":3},{"op":"remove","count":4,"seed":3},
    {"op":"add","count":5,"seed":3}]}' >/dev/null
sync_once
heard_what_is_on_record "a sync that opens, closes and rescans"
compare_with_truth

# A commit that waits: nothing is heard before its end.
sql <<'DEFERRED'
CREATE FUNCTION public.wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON sasync.walk_part DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION public.wait_at_commit();
DEFERRED
exec {holder}> >(exec psql --no-psqlrc --quiet --dbname="$database" >/dev/null 2>&1)
printf 'SELECT pg_advisory_lock(4711);\n' >&"$holder"
wait_for_sql "a lock that the commit will wait for" t "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND granted"
control POST /mutate '{"site":"china","operations":[{"op":"add","count":5,"seed":4}]}' >/dev/null
"$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/sync.out" 2>"$work/sync.err" &
syncing=$!
wait_for_sql "a publish that is about to commit" t "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
hear
[ ! -s "$work/heard" ] || fail "heard before the commit: $(cat "$work/heard")"
# Closing the pipe would not do: what was started since holds it too.
printf 'SELECT pg_advisory_unlock(4711);\n' >&"$holder"
wait "$syncing" || fail "sync: $(cat "$work/sync.err")"
heard_what_is_on_record "a commit that waited"
exec {holder}>&-

# One that fails: nothing is heard of it.
sql --command="CREATE OR REPLACE FUNCTION public.wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''no''; END'"
control POST /mutate '{"site":"china","operations":[{"op":"add","count":5,"seed":5}]}' >/dev/null
"$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/sync.out" 2>"$work/sync.err" && fail "sync ended well without a commit"
hear
[ ! -s "$work/heard" ] || fail "heard of what was rolled back: $(cat "$work/heard")"
sql --command="DROP TRIGGER wait_at_commit ON sasync.walk_part"
sync_once
heard_what_is_on_record "the sync after it"

# A repair, and a source that is retired.
sql --command="UPDATE sasync.finding SET occurrences = occurrences + 1 WHERE finding_key = (SELECT min(finding_key::text)::uuid FROM sasync.finding)"
"$sasyncd" --config "$work/sasyncd.yaml" verify --repair >"$work/out" 2>&1 || fail "repair: $(cat "$work/out")"
hear
[ "$(grep -c '"sweep" : null.*"changed" : 1,' "$work/heard")" = 1 ] || fail "of a repair was heard: $(cat "$work/heard")"
"$sasyncd" --config "$work/sasyncd.yaml" verify --repair >"$work/out" 2>&1 || fail "repair: $(cat "$work/out")"
hear
[ ! -s "$work/heard" ] || fail "a repair with nothing to do rang: $(cat "$work/heard")"
sed -i 's/^  - name: test/&\n    sites: [china]/' "$work/sasyncd.yaml"
sync_once
sql --command="UPDATE sasync.source SET unconfigured_at = unconfigured_at - interval '25 hours' WHERE NOT configured"
hear
"$sasyncd" --config "$work/sasyncd.yaml" retire test/international --yes >"$work/out" 2>&1 || fail "retire: $(cat "$work/out")"
heard_what_is_on_record "a source that is retired"
printf 'ok\n'
