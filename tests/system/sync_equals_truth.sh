#!/usr/bin/env bash
# After each sync every field of sas.occurrence and sas.finding equals the API's truth; a sync without a change writes
# no finding; a row that vanished closes and one that comes back opens again.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 2000 --seed 11
write_settings

sync_once
compare_with_truth
expect_sql "every opening of the first walk is initial" 0 \
    "SELECT count(*) FROM sas.event WHERE kind = 'opened' AND reason IS DISTINCT FROM 'initial'"
expect_sql "both walks are whole" "whole|whole" \
    "SELECT string_agg(verdict, '|') FROM sas.walk"
expect_sql "data that stands still shows no movement" 0 "SELECT sum(keys_twice + total_changes) FROM sas.walk"
expect_sql "every row is counted once" "$(wc -l <"$work/truth.ndjson")" "SELECT sum(rows) FROM sas.walk"
expect_sql "an opening for each finding" t \
    "SELECT (SELECT count(*) FROM sas.finding) = (SELECT count(*) FROM sas.event WHERE kind = 'opened')"

before=$(sql --command="$row_marks")
sync_once
[ "$before" = "$(sql --command="$row_marks")" ] || fail "a sync without a change wrote findings"

# Scans move, statuses and levels change, rows are added.
findings=$(sql --command="SELECT count(*) FROM sas.finding")
control POST "/mutate?site=china" '[{"op":"rescan","count":300,"seed":3},
  {"op":"set","count":40,"seed":4,"fields":{"Status":3}},
  {"op":"set","count":40,"seed":5,"fields":{"Level":"suspicious"}},
  {"op":"add","count":25,"seed":99}]' >/dev/null
sync_once
compare_with_truth
for kind in rescanned status_changed level_changed; do
    [ "$(sql --command="SELECT count(*) FROM sas.event WHERE kind = '$kind'")" -gt 0 ] || fail "no event of kind $kind"
done
expect_sql "a rescan is recorded with its old and new time" 0 \
    "SELECT count(*) FROM sas.event WHERE kind = 'rescanned' AND NOT old_value::timestamptz < new_value::timestamptz"
[ "$(sql --command="SELECT count(*) FROM sas.finding")" -gt "$findings" ] || fail "the added rows opened nothing"

# What vanishes closes after two answers lacked it, and what comes back is a new episode.
control POST "/mutate?site=china" '[{"op":"remove","count":15,"seed":6}]' >/dev/null
sync_once
compare_with_truth
expect_sql "each vanished row was asked for and closed" "15|15|15|0" \
    "SELECT suspects || '|' || asked || '|' || closed || '|' || left_open FROM sas.walk WHERE site = 'china' ORDER BY walk_id DESC LIMIT 1"
control POST "/mutate?site=china" '[{"op":"reopen"}]' >/dev/null
sync_once
compare_with_truth

# A walk that cannot be read to its end is partial, says why, and loses nothing.
present=$(sql --command="SELECT count(*) FROM sas.occurrence WHERE presence = 'present'")
control POST /faults '[{"site":"china","match":{"page":{"from":3,"to":3}},"always":true,
  "fault":{"kind":"error","http":400,"code":"InvalidParameter","message":"too deep"}}]' >/dev/null
sync_once 75
expect_sql "the walk is partial" partial "SELECT verdict FROM sas.walk WHERE site = 'china' ORDER BY walk_id DESC LIMIT 1"
expect_sql "nothing lost" "$present" "SELECT count(*) FROM sas.occurrence WHERE presence = 'present'"
control DELETE /faults >/dev/null
sync_once
events_replay_to_tables
printf 'ok\n'
