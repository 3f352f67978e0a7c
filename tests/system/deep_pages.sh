#!/usr/bin/env bash
# Pages that the API refuses as too deep, or leaves empty, are no end: the first sync is whole all the same, and equal to
# the truth. Files that no reachable page names are known from DescribeGroupedMaliciousFiles.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 3000 --seed 11
write_settings

for answer in error empty; do
    control POST "/settings?site=china" "{\"deep_rows\":800,\"deep_answer\":\"$answer\"}" >/dev/null
    sync_once
    compare_with_truth
    expect_sql "the walk is whole ($answer)" "whole|whole" \
        "SELECT string_agg(verdict, '|') FROM sas.walk WHERE sweep_id = (SELECT max(sweep_id) FROM sasync.sweep)"
    control POST "/mutate?site=china" '[{"op":"remove","count":10,"seed":3},{"op":"add","count":10,"seed":4}]' >/dev/null
done
sync_once
compare_with_truth
[ "$(sql --command="SELECT count(*) FROM sas.event WHERE kind = 'occurrence_gone'")" -ge 20 ] || fail "nothing closed"
control GET '/requests?counters=1' >"$work/counters"
grep -q DescribeGroupedMaliciousFiles "$work/counters" || fail "the list of files was not asked for"
printf 'ok\n'
