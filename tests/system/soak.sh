#!/usr/bin/env bash
# Many sweeps in one process: what it holds, and what it writes, stays flat.
# Usage: soak.sh SASYNCD SIMULATOR [SWEEPS]
# The schedule allows a sweep a second; a reload makes one due at once, and builds all clients anew.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
sweeps=${3:-100}
start_simulator --rows 100 --seed 67
write_settings
set_section log '{level: warn}'
set_section fuse '{minimum: 1000000}'
set_section admin '{listen: "127.0.0.1:0"}'

resident() { sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$daemon_pid/status"; }
descriptors() { find "/proc/$daemon_pid/fd" -mindepth 1 | wc -l; }
threads() { find "/proc/$daemon_pid/task" -mindepth 1 -maxdepth 1 | wc -l; }
size_of() { sql --command="SELECT (sum(pg_total_relation_size(c)) / 1024)::bigint FROM unnest(ARRAY[$1]::regclass[]) AS c"; }
findings="'sasync.occurrence','sasync.occurrence_state','sasync.finding','sasync.suspect','sasync.lease','sasync.source'"
certificates="'sasync.walk','sasync.walk_part','sasync.sweep'"
done_so_far() { sql --command="SELECT count(*) FROM sasync.sweep WHERE ended_at IS NOT NULL"; }

start_daemon
wait_for_sql "the first sweep" t "SELECT count(*) > 0 FROM sasync.sweep WHERE ended_at IS NOT NULL"
(while kill -HUP "$daemon_pid" 2>/dev/null; do sleep 0.03; done) &
hurry=$!
trap 'ended=$?; kill "$hurry" 2>/dev/null || true; (exit "$ended"); clean_up' EXIT

printf '%8s %10s %6s %8s %12s %16s %10s\n' sweeps resident fds threads findings certificates seconds
rows=()
step=$((sweeps / 10)) at=$((sweeps / 10)) seed=0
while :; do
    seed=$((seed + 1))
    control POST "/mutate?site=china" "[{\"op\":\"rescan\",\"count\":5,\"seed\":$seed},{\"op\":\"remove\",\"count\":1,\"seed\":$seed},
        {\"op\":\"reopen\",\"count\":1}]" >/dev/null
    sleep 0.2
    kill -0 "$daemon_pid" 2>/dev/null || fail "the daemon ended: $(tail -n 5 "$work/run.err")"
    count=$(done_so_far)
    [ "$count" -ge "$at" ] || continue
    sql --command="VACUUM" >/dev/null
    row="$count $(resident) $(descriptors) $(threads) $(size_of "$findings") $(size_of "$certificates")"
    [[ $row =~ ^([1-9][0-9]*\ ){5}[1-9][0-9]*$ ]] || fail "a figure is missing: $row"
    rows+=("$row")
    # shellcheck disable=SC2086  # a figure a word
    printf '%8s %8s kB %6s %8s %9s kB %13s kB %10s\n' $row "$SECONDS"
    [ "$count" -lt "$sweeps" ] || break
    at=$((at + step))
done
kill "$hurry" && wait "$hurry" 2>/dev/null || true

# Flat: from the second of the ten to the last. What is allocated once at some time is no growth.
read -r _ resident_then fds_then threads_then findings_then _ <<<"${rows[1]:-${rows[0]}}"
read -r _ resident_now fds_now threads_now findings_now _ <<<"${rows[-1]}"
[ "$resident_now" -le $((resident_then + 4096)) ] || fail "memory grew from $resident_then to $resident_now kB"
[ "$fds_now" -le $((fds_then + 10)) ] || fail "descriptors grew from $fds_then to $fds_now"
[ "$threads_now" -le $((threads_then + 2)) ] || fail "threads grew from $threads_then to $threads_now"
[ "$findings_now" -le $((findings_then * 3 / 2 + 512)) ] || fail "findings grew from $findings_then to $findings_now kB"
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status: $(tail -n 5 "$work/run.err")"

# Certificates go when their time has come.
set_section retention '{walks: 1s}'
sleep 1
start_daemon
wait_for_sql "certificates are deleted" t "SELECT count(*) < 50 FROM sasync.sweep"
stop_daemon TERM
sync_once
compare_with_truth
events_replay_to_tables
printf 'ok\n'
