#!/usr/bin/env bash
# Three daemons and nine accounts on one schema: the accounts spread over them by themselves; what a killed daemon led is
# led by the others within the lease's time; one that was stopped for longer than that writes nothing when it goes on,
# and takes its share again. In the end every account is equal to the truth, and nothing is on record twice.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
ttl=6
accounts=(1000000000000001 1000000000000002 1000000000000003 1000000000000004 1000000000000005 1000000000000006
    1000000000000007 1000000000000008 1000000000000009)
keys=()
for account in "${accounts[@]}"; do keys+=(--key "key-$account:secret::$account"); done
start_simulator --rows 80 --seed 47 "${keys[@]}"
write_settings
set_section schedule '{every: 2s, timeout: 60s}'
set_section lease "{ttl: ${ttl}s}"
set_section fuse '{minimum: 1000000}'
set_section walk '{publish_every: 10ms}'
{
    printf 'accounts:\n'
    for account in "${accounts[@]}"; do
        printf '  - name: a%s\n    page_size: 20\n    credentials: {kind: access_key, access_key_id: key-%s, access_key_secret: secret}\n' \
            "${account: -1}" "$account"
    done
    sed '/^accounts:/,/credentials:/d' "$work/sasyncd.yaml"
} >"$work/nine.yaml"
mv "$work/nine.yaml" "$work/sasyncd.yaml"

pids=()
end_daemons() { [ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true; }
trap 'ended=$?; end_daemons; (exit "$ended"); clean_up' EXIT
begin_daemon() {
    "$sasyncd" --config "$work/sasyncd.yaml" run >>"$work/run.out" 2>>"$work/run.err.$1" &
    pids[$1]=$!
}
change_data() {
    local account
    for account in "${accounts[@]}"; do
        control POST /mutate "{\"account\":\"$account\",\"site\":\"china\",\"operations\":[
            {\"op\":\"rescan\",\"all\":true},{\"op\":\"remove\",\"count\":2,\"seed\":$1},{\"op\":\"add\",\"count\":3,\"seed\":$1}]}" >/dev/null
    done
}
led="SELECT string_agg(n::text, '|' ORDER BY n) FROM (SELECT count(*) AS n FROM sasync.lease
    WHERE expires_at > clock_timestamp() GROUP BY holder) AS t"

# One is there first and leads all; two more come.
begin_daemon 1
wait_for_sql "one daemon leads all" 9 "$led"
wait_for_sql "and sweeps all" t "SELECT count(*) >= 18 FROM sasync.walk WHERE verdict = 'whole'"
begin_daemon 2
begin_daemon 3
wait_for_sql "three daemons share nine accounts" '3|3|3' "$led"
change_data 1
expect_sql "no account is led by two" 0 "SELECT count(*) FROM (SELECT FROM sasync.walk WHERE verdict IS NULL
    GROUP BY account_id, source_id HAVING count(*) > 1) AS t"

# One is killed in mid-sweep: the others have its accounts within the lease's time and a look around.
change_data 2
kill -KILL "${pids[2]}"
wait "${pids[2]}" 2>/dev/null || true
unset 'pids[2]'
killed_at=$(sql --command="SELECT clock_timestamp()")
wait_for_sql "two daemons share nine accounts" '4|5' "$led"
took=$(sql --command="SELECT extract(epoch FROM clock_timestamp() - '$killed_at')::int")
[ "$took" -le $((2 * ttl)) ] || fail "its accounts were without a leader for $took s"
change_data 3
wait_for_sql "all nine are swept after that" 9 "SELECT count(DISTINCT account_id) FROM sasync.walk
    WHERE verdict = 'whole' AND started_at > '$killed_at'"

# One stands still in mid-sweep for longer than its lease, and goes on.
control POST /settings '{"latency_ms": 300}' >/dev/null
change_data 4
wait_for_sql "a walk of the daemon that is going to be stopped" t "SELECT count(*) > 0 FROM sasync.walk w
    JOIN sasync.lease l USING (account_id) WHERE verdict IS NULL AND holder LIKE '%:${pids[3]}'"
kill -STOP "${pids[3]}"
control POST /settings '{"latency_ms": 0}' >/dev/null
wait_for_sql "one daemon leads all again" 9 "$led"
stopped=$(sql --command="SELECT max(sweep_id) FROM sasync.sweep WHERE holder LIKE '%:${pids[3]}'")
wait_for_sql "all nine are swept by the other" 9 "SELECT count(DISTINCT w.account_id) FROM sasync.walk w
    JOIN sasync.sweep s USING (sweep_id) WHERE w.verdict = 'whole' AND s.holder LIKE '%:${pids[1]}' AND w.sweep_id > $stopped"
parts=$(sql --command="SELECT count(*) FROM sasync.walk_part JOIN sasync.walk USING (account_id, walk_id) WHERE sweep_id = $stopped")
kill -CONT "${pids[3]}"
wait_for_sql "it takes its share again" '4|5' "$led"
expect_sql "what it published of the walks that it lost" "$parts" \
    "SELECT count(*) FROM sasync.walk_part JOIN sasync.walk USING (account_id, walk_id) WHERE sweep_id = $stopped"
expect_sql "how its walks ended" interrupted \
    "SELECT DISTINCT verdict FROM sasync.walk WHERE sweep_id = $stopped AND verdict IS DISTINCT FROM 'whole'"
grep -q 'another process leads' "$work/run.err.3" || fail "it was not told: $(tail -n 20 "$work/run.err.3")"
now=$(sql --command="SELECT clock_timestamp()")
wait_for_sql "it sweeps again" t "SELECT count(*) > 0 FROM sasync.walk w JOIN sasync.sweep s USING (sweep_id)
    WHERE w.verdict = 'whole' AND s.holder LIKE '%:${pids[3]}' AND w.started_at > '$now'"

# Stopped in good order, each leaves at once.
change_data 5
for number in 1 3; do kill -TERM "${pids[$number]}"; done
for number in 1 3; do
    status=0
    wait "${pids[$number]}" || status=$?
    [ "$status" = 0 ] || fail "daemon $number ended with $status: $(tail -n 5 "$work/run.err.$number")"
done
pids=()
expect_sql "nobody leads, nobody runs" '0|0' "SELECT (SELECT count(*) FROM sasync.lease WHERE expires_at > clock_timestamp())
    || '|' || (SELECT count(*) FROM sasync.daemon WHERE expires_at > clock_timestamp())"
sync_once
events_replay_to_tables
expect_sql "an opening for each episode, once" t "SELECT (SELECT count(*) FROM sas.episode) =
    (SELECT count(*) FROM sas.event WHERE kind IN ('opened', 'reopened'))"
# Account by account against the truth: the views are cut down to one for it.
for account in "${accounts[@]}"; do
    for site in china international; do
        control GET "/truth?account=$account&site=$site" | sed "s/^/$site\t/"
    done >"$work/truth.ndjson"
    sql --command="SET client_min_messages = warning; DROP SCHEMA IF EXISTS one CASCADE; CREATE SCHEMA one"
    sed 's/\bsas\./one./g' "$(dirname "$0")/compare.sql" >"$work/compare_one.sql"
    sed -i "s|^\\\\ir truth.sql|\\\\i $(cd "$(dirname "$0")" && pwd)/truth.sql|" "$work/compare_one.sql"
    for view in occurrence finding; do
        sql --command="CREATE VIEW one.$view AS SELECT * FROM sas.$view WHERE account = 'a${account: -1}'"
    done
    sql --set=truth_file="$work/truth.ndjson" --file="$work/compare_one.sql" >"$work/differences"
    [ ! -s "$work/differences" ] || fail "account $account: $(head -n 10 "$work/differences")"
done
printf 'ok\n'
