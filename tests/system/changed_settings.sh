#!/usr/bin/env bash
# What the settings cover changes: a site, regions, filters, the label, the key. None of it closes a finding; what no
# source covers any more stays, stale and with the reason; what comes back comes back without an event; and what really
# vanished meanwhile closes as soon as it is covered again.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 400 --seed 41
write_settings

base=$(cat "$work/sasyncd.yaml")
# The account's own lines of the settings, from now on: account_lines 'sites: [china]' …
account_lines() {
    local line
    printf '%s\n' "$base" >"$work/sasyncd.yaml"
    for line in "$@"; do
        sed -i "s|^  - name: test\$|&\n    $line|" "$work/sasyncd.yaml"
    done
}
open_findings() { sql --command="SELECT count(*) FROM sas.finding WHERE presence = 'present'"; }
nothing_closed() {
    local now
    now=$(open_findings)
    [ "$now" = "$all" ] || fail "$1: $now findings are open instead of $all"
    expect_sql "$1: closings and reopenings" 0 \
        "SELECT count(*) FROM sas.event WHERE kind IN ('closed', 'reopened', 'occurrence_gone')"
}

sync_once
compare_with_truth
all=$(open_findings)

for change in "sites: [china]" "regions: [cn-hangzhou]" "regions: [cn-hangzhou, cn-shanghai, cn-beijing]" \
    "filters: {levels: [serious]}" "filters: {status: 1}" "filters: {levels: [serious, suspicious], status: 0}" \
    "filters: {repo_namespace: none-of-this-name}" "filters: {scan_range: [container]}" "page_size: 7"; do
    account_lines "$change"
    # Rows that left the filter are asked for; those that no source saw need not be judged in one sweep.
    sync_once
    nothing_closed "$change"
    sync_once
    nothing_closed "$change, once more"
done

account_lines "sites: [china]"
sync_once
expect_sql "the site that was taken out" "stale|no source of the settings covers it any more: put it back, or run sasyncd retire test/international" \
    "SELECT health, reason FROM sas.source WHERE source = 'test/international'"
status=0
"$sasyncd" --config "$work/sasyncd.yaml" status >"$work/out" 2>&1 || status=$?
[ "$status" = 0 ] || fail "status heeds what the settings leave out: it ended with $status: $(cat "$work/out")"
grep -q "put it back, or run sasyncd retire test/international" "$work/out" || fail "status does not say why: $(cat "$work/out")"

# A swap of labels is a renaming.
account_lines
sed -i 's/^  - name: test$/  - name: renamed/' "$work/sasyncd.yaml"
sync_once
nothing_closed "another label"
expect_sql "the label" renamed "SELECT DISTINCT account FROM sas.finding"

# A key of another account, by mistake: refused, and nothing is touched.
account_lines
sync_once
before=$(sql --command="$row_marks")
control POST /keys '{"id":"key-of-another","secret":"another-secret","token":"","account":"9999999999999999","state":"active"}' >/dev/null
sed -i 's/test-access-key-id/key-of-another/' "$work/sasyncd.yaml"
printf 'another-secret\n' >"$work/ak-secret"
sync_once 77
grep -q "accept-account" "$work/sync.err" || fail "the remedy is not told: $(cat "$work/sync.err")"
[ "$(sql --command="$row_marks")" = "$before" ] || fail "rows were written under a key of another account"
nothing_closed "a key of another account"

# Back to the whole: equal to the truth, and what vanished meanwhile closes now.
printf 'test-access-key-secret\n' >"$work/ak-secret"
account_lines "filters: {levels: [serious]}"
control POST '/mutate?site=china' '{"op":"remove","where":{"Level":"remind"},"count":3,"seed":1}' >/dev/null
sync_once
expect_sql "closings of what the filter does not cover" 0 "SELECT count(*) FROM sas.event WHERE kind = 'closed' AND reason = 'absent'"
account_lines
sync_once
compare_with_truth
closings_are_proven
events_replay_to_tables
printf 'ok\n'
