#!/usr/bin/env bash
# SIGHUP: the settings are read again, all or nothing. What they change takes effect at once, in the same process; a
# file with a fault changes nothing; what takes a restart is named; the lease of an account taken out is given back.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 100 --seed 19
write_settings
set_section schedule '{every: 1h}'

walks="SELECT count(*) FROM sas.walk WHERE verdict = 'whole'"
logged() { grep -c "$1" "$work/run.err" || true; }
wait_for_log() {
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        [ "$(logged "$1")" -lt "$2" ] || return 0
        sleep 0.1
    done
    fail "the log never told '$1' $2 times: $(cat "$work/run.err")"
}

start_daemon
wait_for_sql "the first sweep" 2 "$walks"
cp "$work/sasyncd.yaml" "$work/good.yaml"

# A fault: told with its line, and the old settings stay.
sed -i 's/^schedule:.*/schedule: {every: 1s, evry: 1s}/' "$work/sasyncd.yaml"
kill -s HUP "$daemon_pid"
wait_for_log 'event=reload_refused .*sasyncd.yaml:[0-9]*:[0-9]*.*evry' 1
cp "$work/good.yaml" "$work/sasyncd.yaml"
set_section tls "{ca_file: \"$work/none.pem\"}"
kill -s HUP "$daemon_pid"
wait_for_log 'event=reload_refused .*none.pem' 1
expect_sql "no sweep came of settings that were refused" 2 "$walks"

# Another label and schedule, read from the file; the database would take a restart.
cp "$work/good.yaml" "$work/sasyncd.yaml"
set_section schedule '{every: 1s}'
set_section database "{url: \"dbname=$database\", lock_timeout: 7s}"
sed -i 's/name: test/name: renamed/' "$work/sasyncd.yaml"
kill -s HUP "$daemon_pid"
wait_for_log 'event=restart_needed keys=database.lock_timeout' 1
wait_for_log 'event=reloaded accounts=1' 1
wait_for_sql "sweeps each second" t "SELECT count(*) >= 6 FROM sas.walk WHERE verdict = 'whole'"
expect_sql "the label" 'renamed/china|renamed/international' \
    "SELECT string_agg(source, '|' ORDER BY source) FROM sas.source WHERE configured"
compare_with_truth

# Another account in its place.
other=8765432109876543
control POST /keys "{\"id\":\"other-key\",\"secret\":\"other-secret\",\"account\":\"$other\",\"state\":\"active\"}" >/dev/null
printf 'other-secret\n' >"$work/ak-secret"
sed -i 's/name: renamed/name: other/; s/test-access-key-id/other-key/' "$work/sasyncd.yaml"
kill -s HUP "$daemon_pid"
wait_for_sql "who is led" "$other" "SELECT account_id FROM sasync.lease WHERE expires_at > clock_timestamp()"
wait_for_sql "the other account's walks" t "SELECT count(*) >= 2 FROM sas.walk WHERE account = 'other' AND verdict = 'whole'"
[ "$(logged 'event=starting')" = 1 ] || fail "the daemon was started again"
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status"
printf 'ok\n'
