#!/usr/bin/env bash
# Database, API and name server take what is sent and answer nothing, all at once, in the middle of a sweep: SIGTERM ends
# the daemon within 5 s all the same, the process still counts as alive, and afterwards the tables become true.
# shellcheck source-path=SCRIPTDIR source=own_server.sh
. "$(dirname "$0")/own_server.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=trouble_lib.sh
. "$system_tests/trouble_lib.sh"
start_simulator --rows 200 --seed 41
write_settings
set_database
set_section lease '{ttl: 2s}'
set_section walk '{publish_every: 10ms, request_timeout: 2s}'
sed -i 's/^  - name: test$/&\n    page_size: 20\n    account_id: "1234567890123456"/' "$work/sasyncd.yaml"
sync_once
cp "$work/sasyncd.yaml" "$work/plain.yaml"

# A name server that answers nobody, for the daemon alone.
run_daemon=("$sasyncd")
if [ "$(id -u)" -eq 0 ] && unshare --mount true 2>/dev/null; then
    perl -MIO::Socket::INET -e 'IO::Socket::INET->new(Proto => "udp", LocalAddr => "127.9.9.9:53") or die $!; sleep 600' &
    helpers+=($!)
    printf 'nameserver 127.9.9.9\noptions timeout:30 attempts:5\n' >"$work/resolv.conf"
    # shellcheck disable=SC2016  # for the shell inside
    run_daemon=(unshare --mount sh -c 'mount --bind "$0" "$(readlink -f /etc/resolv.conf)" && exec "$@"' "$work/resolv.conf" "$sasyncd")
    sed -i 's|^  china: .*|  china: https://hangs.sasyncd-test.example:443|' "$work/sasyncd.yaml"
else
    printf 'without root no name server of its own: names resolve here\n'
fi

for round in "in mid-sweep" "after a while"; do
    control POST "/mutate?site=international" '{"op":"rescan","all":true}' >/dev/null
    control POST /settings '{"latency_ms": 300}' >/dev/null
    : >"$work/run.err"
    "${run_daemon[@]}" --config "$work/sasyncd.yaml" run >>"$work/run.out" 2>>"$work/run.err" &
    daemon_pid=$!
    wait_for_sql "walks under way" t "SELECT count(*) >= 1 FROM sasync.walk WHERE verdict IS NULL"
    freeze_server
    kill -STOP "$simulator_pid"
    [ "$round" = "in mid-sweep" ] || sleep 12
    began=$(date +%s%3N)
    stop_daemon TERM
    took=$(($(date +%s%3N) - began))
    [ "$status" = 0 ] || fail "$round: the daemon ended with $status: $(tail -n 5 "$work/run.err")"
    [ "$took" -le 5000 ] || fail "$round: the daemon took $took ms to end: $(tail -n 5 "$work/run.err")"
    kill -CONT "$simulator_pid"
    thaw_server
    printf '%s: %s ms\n' "$round" "$took"
done

control POST /settings '{"latency_ms": 0}' >/dev/null
cp "$work/plain.yaml" "$work/sasyncd.yaml"
sync_once
compare_with_truth
events_replay_to_tables
printf 'ok\n'
