#!/usr/bin/env bash
# Much that is too old goes in batches: nobody who writes to the same tables has to wait, and sweeps go on.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 200 --seed 61
write_settings
set_section retention '{events: 90d, rescans: 90d, walks: 90d}'
sync_once

rows=60000
# What stays is written last; nothing that a finding is made of is among what goes.
sql --command="INSERT INTO sasync.rescan (account_id, finding_key, at, walk_id, source_id)
    SELECT account_id, finding_key, now() - interval '100 days', 1, 1
    FROM sasync.finding, generate_series(1, $rows) LIMIT $rows"
old="SELECT count(*) FROM sasync.rescan WHERE at < now() - interval '99 days'"
expect_sql "what is too old" "$rows" "$old"
sql --command="INSERT INTO sasync.rescan (account_id, finding_key, at, walk_id, source_id)
    SELECT account_id, finding_key, now(), -1, 1 FROM sasync.finding LIMIT 1"

start_daemon
seen=()
for ((tries = 0; tries < 2000; tries++)); do
    left=$(sql --command="$old")
    [ ${#seen[@]} -gt 0 ] && [ "${seen[-1]}" = "$left" ] || seen+=("$left")
    sql --command="SET lock_timeout = '2s'; UPDATE sasync.rescan SET walk_id = walk_id WHERE walk_id = -1" ||
        fail "who writes to the table had to wait"
    [ "$left" != 0 ] || break
done
[ "$left" = 0 ] || fail "$left rows are left: $(tail -n 3 "$work/run.err")"
for left in "${seen[@]}"; do
    [ $((left % 10000)) -eq 0 ] || fail "not deleted in batches: ${seen[*]} were left"
done
walks=$(sql --command="SELECT count(*) FROM sas.walk WHERE verdict = 'whole'")
wait_for_sql "sweeps after it" t "SELECT count(*) >= $walks + 2 FROM sas.walk WHERE verdict = 'whole'"
expect_sql "what is not too old" 1 "SELECT count(*) FROM sasync.rescan WHERE walk_id = -1"
grep -q "event=pruned events=0 rescans=$rows" "$work/run.err" || fail "the log does not tell: $(grep pruned "$work/run.err")"
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status: $(tail -n 5 "$work/run.err")"
compare_with_truth
printf 'left to see: %s\nok\n' "${seen[*]}"
