#!/usr/bin/env bash
# The daemon sweeps on schedule, keeps the tables true, tells systemd, and ends within five seconds of SIGTERM.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 500 --seed 3
write_settings

start_daemon
wait_for_sql "two whole sweeps of both sites" t \
    "SELECT count(*) >= 4 FROM sas.walk WHERE verdict = 'whole'"
compare_with_truth
"$sasyncd" --config "$work/sasyncd.yaml" status >"$work/status" || fail "status: $(cat "$work/status")"
grep -q 'test/china' "$work/status" || fail "status does not show test/china: $(cat "$work/status")"

began=$(date +%s)
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status: $(tail -n 5 "$work/run.err")"
[ $(($(date +%s) - began)) -le 5 ] || fail "the daemon took longer than 5 s to end"
sync_once

# An interrupted sync gives its lease back, so that the next one need not wait for it to lapse.
control POST /settings '{"latency_ms": 2000}' >/dev/null
"$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/sync.out" 2>"$work/sync.err" &
daemon_pid=$!
wait_for_sql "a sync that leads" t "SELECT count(*) > 0 FROM sasync.lease WHERE expires_at > clock_timestamp()"
stop_daemon TERM
[ "$status" = 75 ] || fail "the interrupted sync ended with $status"
control POST /settings '{"latency_ms": 0}' >/dev/null
sync_once

printf 'ok\n'
