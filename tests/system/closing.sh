#!/usr/bin/env bash
# What vanished closes in one sync, after two answers lacked it, and the proof is kept; what comes back is a new
# episode; what the walk only missed stays; where answers prove nothing, nothing closes.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 800 --seed 17
write_settings
echo "freshness: {limit: 1h}" >>"$work/sasyncd.yaml"

last_china="FROM sas.walk WHERE site = 'china' ORDER BY walk_id DESC LIMIT 1"
mutate() { control POST "/mutate?site=china" "$1" >/dev/null; }
sync_and_check() {
    local since
    since=$(last_request)
    sync_once "${1:-0}"
    closings_are_proven "$since"
    events_replay_to_tables
}

# The paths of two rows that are all of one finding of china's, as JSON.
pair() {
    sql --command="SELECT '\"' || string_agg(o.file_path, '\",\"' ORDER BY o.file_path) || '\"'
        FROM sas.finding f JOIN sas.occurrence o USING (account_id, finding_key)
        WHERE f.occurrences = 2 AND f.site = 'china' AND o.presence = 'present'
        GROUP BY f.finding_key ORDER BY f.finding_key LIMIT 1"
}

sync_once
compare_with_truth

# One sync closes what vanished: findings of two rows each.
mutate '{"op":"remove","index":[0,1,2,3,4,5,6,7,8,9,10,11]}'
sync_and_check
compare_with_truth
expect_sql "all suspects were asked for and closed" "12|12|12|0|0|true" \
    "SELECT suspects || '|' || asked || '|' || closed || '|' || left_open || '|' || held || '|'
        || (control_request_id IS NOT NULL) $last_china"
expect_sql "six findings closed" 6 "SELECT count(*) FROM sas.finding WHERE presence = 'absent'"
expect_sql "each closed finding tells why and by which answers" 0 \
    "SELECT count(*) FROM sas.event
     WHERE kind = 'closed' AND (reason IS DISTINCT FROM 'absent' OR request_id IS NULL OR first_request_id IS NULL)"
expect_sql "its episode has the walk, the answers and the proof" 0 \
    "SELECT count(*) FROM sas.finding f
     JOIN sas.episode e ON e.account_id = f.account_id AND e.finding_key = f.finding_key AND e.episode = f.episodes
     WHERE f.presence = 'absent'
       AND (e.closing_walk IS NULL OR e.closing_request_id IS NULL OR e.first_request_id IS NULL
            OR e.proof IS DISTINCT FROM 'asked' OR e.close_reason IS DISTINCT FROM 'absent'
            OR e.closed_at IS DISTINCT FROM f.closed_at OR e.last_seen_at > e.closed_at)"
expect_sql "nothing is a suspect any more" 0 "SELECT count(*) FROM sasync.suspect"

# A sync without a change writes nothing, closed findings or not.
before=$(sql --command="$row_marks")
sync_and_check
[ "$before" = "$(sql --command="$row_marks")" ] || fail "a sync without a change wrote findings"

# What comes back opens a new episode; the old one keeps its end.
mutate '{"op":"reopen"}'
sync_and_check
compare_with_truth
expect_sql "all are present again" 0 "SELECT count(*) FROM sas.finding WHERE presence = 'absent'"
expect_sql "each in a second episode" "6|6" \
    "SELECT count(*) FILTER (WHERE episodes = 2) || '|' || (SELECT count(*) FROM sas.event WHERE kind = 'reopened')
     FROM sas.finding"
expect_sql "the first episodes kept their ends" 6 \
    "SELECT count(*) FROM sas.episode WHERE episode = 1 AND closed_at IS NOT NULL AND closing_request_id IS NOT NULL"

# A finding of several occurrences closes with its last one.
both=$(pair)
first=${both%%,*} second=${both##*,}
quoted() { sed "s/^\"/'/; s/\"$/'/" <<<"$1"; }
state_of_pair="SELECT f.presence || '|' || f.occurrences
    FROM sas.finding f JOIN sas.occurrence o USING (account_id, finding_key)
    WHERE o.file_path = $(quoted "$second") AND o.site = 'china'"
mutate "{\"op\":\"remove\",\"where\":{\"FilePath\":$first}}"
sync_and_check
compare_with_truth
expect_sql "one occurrence of two is gone" "present|1" "$state_of_pair"
expect_sql "and told" 1 "SELECT count(*) FROM sas.event e JOIN sas.occurrence o USING (account_id, row_key)
    WHERE e.kind = 'occurrence_gone' AND o.file_path = $(quoted "$first") AND e.request_id IS NOT NULL"
mutate "{\"op\":\"remove\",\"where\":{\"FilePath\":$second}}"
sync_and_check
compare_with_truth
expect_sql "the last one closes it" "absent|0" "$state_of_pair"

# What only the walk was kept from is found by asking.
control POST /faults '[{"site":"china","match":{"MaliciousMd5":null,"PageSize":"100"},
    "fault":{"kind":"drop_rows","count":2}}]' >/dev/null
sync_and_check
control DELETE /faults >/dev/null
compare_with_truth
expect_sql "nothing of it closed" 0 "SELECT closed $last_china"
expect_sql "nothing closed" 0 "SELECT closed $last_china"

# An answer longer than a page is narrowed until it is all in one.
sed 's/^  - name: test$/&\n    page_size: 10/' "$work/sasyncd.yaml" >"$work/short.yaml"
mv "$work/sasyncd.yaml" "$work/long.yaml"
mv "$work/short.yaml" "$work/sasyncd.yaml"
mutate '{"op":"remove","count":20,"seed":2}'
sync_and_check
compare_with_truth
expect_sql "all closed" "20|20" "SELECT suspects || '|' || closed $last_china"
grep -qE '"(ImageDigest|ImageLayer|ContainerId|RepoId)":' "$work/requests.json" || fail "no question was narrowed"
mv "$work/long.yaml" "$work/sasyncd.yaml"

# Where MaliciousMd5 is not honoured, answers prove nothing. Three whole walks in a row without movement do.
control POST '/settings?site=china' '{"ignored_filters":["MaliciousMd5"]}' >/dev/null
mutate "{\"op\":\"remove\",\"where\":{\"FilePath\":[$(pair)]}}"
for _ in 1 2; do
    sync_once
    expect_sql "nothing closes by answers for other files" "2|0" "SELECT suspects || '|' || closed $last_china"
done
sync_once
compare_with_truth
events_replay_to_tables
expect_sql "they close by absence from walks" 2 "SELECT closed $last_china"
expect_sql "and say so" walks "SELECT DISTINCT e.proof FROM sas.episode e JOIN sas.walk w ON w.walk_id = e.closing_walk
    WHERE w.walk_id = (SELECT walk_id $last_china)"
control POST '/settings?site=china' '{"ignored_filters":[]}' >/dev/null

# Not more calls than ask.limit allows; what is left open waits for the next sync, and that is no failure.
sed 's/^accounts:/ask: {limit: 8}\n&/' "$work/sasyncd.yaml" >"$work/few.yaml"
mutate '{"op":"remove","count":30,"seed":4}'
mv "$work/sasyncd.yaml" "$work/many.yaml"
cp "$work/few.yaml" "$work/sasyncd.yaml"
sync_and_check
[ "$(sql --command="SELECT left_open $last_china")" -gt 0 ] || fail "nothing was left open"
asked=$(grep -o '"MaliciousMd5":"' "$work/requests.json" | wc -l)
[ "$asked" -le 8 ] || fail "$asked calls were made to ask, though the limit is 8"
sed -i 's/limit: 8/limit: 0/' "$work/sasyncd.yaml"
sync_and_check
expect_sql "limit 0 asks for nothing" "0|0" "SELECT asked || '|' || closed $last_china"
mv "$work/many.yaml" "$work/sasyncd.yaml"
sync_and_check
compare_with_truth

# Too much at once is held, and stays held.
control POST '/mutate?site=international' '[{"op":"remove","fraction":0.9,"seed":5}]' >/dev/null
open=$(sql --command="SELECT count(*) FROM sas.occurrence WHERE site = 'international' AND presence = 'present'")
sync_and_check 75
sync_and_check 75
expect_sql "nothing of it closed" "$open" \
    "SELECT count(*) FROM sas.occurrence WHERE site = 'international' AND presence = 'present'"
expect_sql "it is shown" held "SELECT health FROM sas.source WHERE site = 'international'"
grep -q 'sasyncd release test/international' "$work/sync.err" "$work/sync.out" || fail "it is not said what to do"
control POST '/mutate?site=international' '[{"op":"reopen"}]' >/dev/null
sync_and_check
compare_with_truth
expect_sql "what came back is no longer held" ok "SELECT health FROM sas.source WHERE site = 'international'"

# So is a site that returns nothing at all.
control POST '/mutate?site=international' '{"op":"remove","all":true}' >/dev/null
sync_and_check 75
expect_sql "nothing closed on an empty site" "$open" \
    "SELECT count(*) FROM sas.occurrence WHERE site = 'international' AND presence = 'present'"
control POST '/mutate?site=international' '{"op":"reopen"}' >/dev/null
sync_and_check
compare_with_truth
printf 'ok\n'
