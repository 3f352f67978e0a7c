#!/usr/bin/env bash
# A source that the settings no longer name stays as it is, stale and with its reason, until an operator retires it: by
# the command itself, or by the daemon that leads.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 300 --seed 23
write_settings
set_section schedule '{every: 1h, timeout: 60s}'
set_section lease '{ttl: 2s}'

retire() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" retire "$@" >"$work/out" 2>&1 </dev/null || status=$?
    [ "$status" = "$expected" ] || fail "retire $* ended with $status instead of $expected: $(cat "$work/out")"
}
expect_text() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(cat "$work/out")"; }
open_at() { sql --command="SELECT open_findings FROM sas.source WHERE source = 'test/$1'"; }
a_day_later() {
    sql --command="UPDATE sasync.source SET unconfigured_at = unconfigured_at - interval '25 hours' WHERE NOT configured"
}

sync_once
retire 78 test/china --yes
expect_text "the settings plan this source"

# A slip in the settings: nothing closes, and a day must pass.
sed -i 's/^  - name: test/&\n    sites: [china]/' "$work/sasyncd.yaml"
findings=$(open_at international)
[ "$findings" -gt 0 ] || fail "the other site has no findings"
sync_once
[ "$(open_at international)" = "$findings" ] || fail "a site taken out of the settings closed findings"
retire 78 test/international --yes
expect_text "within the last 24 hours"
a_day_later
retire 64 test/international
expect_text "--yes"
[ "$(open_at international)" = "$findings" ] || fail "a retirement that nobody confirmed closed findings"

# A daemon leads: it does it.
start_daemon
wait_for_sql "the daemon's lease" t "SELECT count(*) > 0 FROM sasync.lease WHERE expires_at > clock_timestamp()"
retire 0 test/international --yes --reason "site given up"
expect_text "asked it to retire"
expect_text "occurrences closed"
stop_daemon TERM
expect_sql "the source" "retired|0" "SELECT health, open_findings FROM sas.source WHERE source = 'test/international'"
expect_sql "what closed, and why" "$findings|source_retired" \
    "SELECT count(*), max(close_reason) FROM sas.finding WHERE presence = 'absent'"
expect_sql "who, and what" "retire|site given up" \
    "SELECT kind, reason FROM sasync.action ORDER BY action_id DESC LIMIT 1"
retire 0 test/international --yes
expect_text "is retired already"
status=0
"$sasyncd" --config "$work/sasyncd.yaml" status >"$work/out" 2>&1 || status=$?
[ "$status" = 0 ] || fail "status ended with $status: $(cat "$work/out")"

# Back in the settings, its findings open again.
sed -i '/sites: \[china\]/d' "$work/sasyncd.yaml"
sync_once
[ "$(open_at international)" = "$findings" ] || fail "findings did not come back"
compare_with_truth
printf 'ok\n'
