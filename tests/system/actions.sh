#!/usr/bin/env bash
# While a daemon leads, sync asks it, waits, and shows what came: several syncs are one sweep. Where the leader does not
# answer, sync says so in time; where it is gone, sync sweeps by itself.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 600 --seed 3
write_settings
set_section schedule '{every: 1h, timeout: 60s}'
set_section lease '{ttl: 2s}'

# A sync in the background: its output in $work/NAME.out, its exit status in $work/NAME.status.
sync_as() {
    (
        status=0
        "$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/$1.out" 2>"$work/$1.err" || status=$?
        printf '%s\n' "$status" >"$work/$1.status"
    ) &
}
expect_synced() {
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        [ ! -s "$work/$1.status" ] || break
        sleep 0.1
    done
    [ "$(cat "$work/$1.status" 2>/dev/null)" = "$2" ] || fail "sync $1 did not end with $2: $(cat "$work/$1".*)"
}

start_daemon
wait_for_sql "the first sweep" 2 "SELECT count(*) FROM sas.walk WHERE verdict = 'whole'"
control POST "/mutate?site=china" '[{"op":"add","count":25,"seed":99},{"op":"rescan","count":50,"seed":5}]' >/dev/null
sync_once
compare_with_truth
grep -q "leads this account; asked it to sync" "$work/sync.err" || fail "whom it waits for: $(cat "$work/sync.err")"
grep -q '^test/china  *whole ' "$work/sync.out" || fail "no table of the leader's walks: $(cat "$work/sync.out")"
expect_sql "the daemon swept, and nobody else" "run" "SELECT DISTINCT kind FROM sasync.sweep s JOIN sas.walk USING (sweep_id)"
expect_sql "the action is on record with its outcome" "sync|t|t" \
    "SELECT kind, asked_by LIKE '%@%', result LIKE 'exit 0; sweep %; Last sweep %' FROM sasync.action"

# Two that ask while a sweep is under way wait for the next one, and share it.
control POST /settings '{"latency_ms": 3000}' >/dev/null
sync_as first
wait_for_sql "a sweep under way" t "SELECT count(*) > 0 FROM sasync.walk WHERE verdict IS NULL"
sync_as second
sync_as third
wait_for_sql "three that wait" 3 "SELECT count(*) FROM sasync.action WHERE done_at IS NULL"
control POST /settings '{"latency_ms": 0}' >/dev/null
for name in first second third; do expect_synced "$name" 0; done
expect_sql "three syncs were two sweeps, the last two of them one" "2|1" \
    "SELECT count(DISTINCT result) || '|' || count(DISTINCT result) FILTER (WHERE action_id > 2) FROM sasync.action
     WHERE action_id > 1"

# What is not whole is told as by a sync of one's own.
control POST /faults '[{"site":"china","match":{"page":{"from":3,"to":3}},"always":true,
  "fault":{"kind":"error","http":400,"code":"InvalidParameter","message":"too deep"}}]' >/dev/null
sync_once 75
grep -q 'test/china: partial: .*too deep' "$work/sync.out" || fail "the leader's reason is missing: $(cat "$work/sync.out")"
control DELETE /faults >/dev/null

# Nobody waits for this one any more: it is not carried out with the others.
sql --command="INSERT INTO sasync.action (account_id, kind, asked_by, touched_at)
               SELECT account_id, 'sync', 'gone@here', now() - interval '1 minute' FROM sasync.account"
sync_once
expect_sql "an action lapses with its asker" 1 "SELECT count(*) FROM sasync.action WHERE done_at IS NULL"

# The leader is killed: who asks takes over once its lease has lapsed.
stop_daemon KILL
sync_once
grep -q "leads it no longer; syncing from here" "$work/sync.err" || fail "no take-over: $(cat "$work/sync.err")"
compare_with_truth

# A leader that never answers.
sql --command="UPDATE sasync.lease SET holder = 'elsewhere:1', token = token + 1, expires_at = now() + interval '1 hour'"
set_section schedule '{every: 1s, timeout: 3s}'
sync_once 75
grep -q "elsewhere:1 did not answer in time" "$work/sync.err" || fail "not told who did not answer: $(cat "$work/sync.err")"
expect_sql "the action is withdrawn" t \
    "SELECT done_at IS NOT NULL AND result LIKE 'withdrawn%' FROM sasync.action ORDER BY action_id DESC LIMIT 1"
printf 'ok\n'
