#!/usr/bin/env bash
# Names of malware, edition and scan quota: they arrive, a change of them arrives, and the certificate tells what the
# list counts. What a site refuses, does not know or never answers costs nothing but itself.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 400 --seed 41
write_settings
set_section freshness '{limit: 1h}'
listing='"action":"DescribeGroupedMaliciousFiles"'

run_command() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "$* ended with $status instead of $expected: $(cat "$work/out")"
}
expect_text() { grep -qF -- "$1" "$2" || fail "no \"$1\" in: $(cat "$2")"; }
asked_for() { control GET "/requests?counters=1&limit=0&action=$1" | grep -o "\"[a-z]*/$1/[^,}]*" || true; }
faults() { control POST /faults "$1" >/dev/null; }
# At both sites, or at that one.
make_due() { sql --command="UPDATE sasync.site SET names_at = NULL, subscription_at = NULL WHERE '${1:-}' IN ('', site)"; }
last_walks="sweep_id = (SELECT max(sweep_id) FROM sasync.sweep)"

# Refused: whole all the same, and it says what to allow.
refused='"fault":{"code":"NoPermission","http":403,"message":"no"}'
faults "[{$listing,$refused},{\"action\":\"DescribeVersionConfig\",$refused},{\"action\":\"DescribeImageScanAuthCount\",$refused}]"
run_command 0 check
expect_text "note  names of test/china: not told, and everything else goes on without: DescribeGroupedMaliciousFiles: NoPermission; allow the RAM action yundun-sas:DescribeGroupedMaliciousFiles" "$work/out"
expect_text "allow the RAM action yundun-sas:DescribeImageScanAuthCount" "$work/out"
sync_once
compare_with_truth
for action in DescribeGroupedMaliciousFiles DescribeVersionConfig DescribeImageScanAuthCount; do
    expect_text "allow the RAM action yundun-sas:$action" "$work/sync.err"
done
expect_sql "walks without names" "whole|2|0" \
    "SELECT min(verdict), count(*), count(listed_files) FROM sas.walk WHERE $last_walks"
expect_sql "nothing is named" 0 "SELECT count(malware_name) FROM sas.finding"
run_command 0 status
expect_text "test/china: not told: DescribeGroupedMaliciousFiles: NoPermission; allow the RAM action" "$work/out"

# Granted: the next sync brings them; the certificate has the list's counts, and they agree with what was seen.
faults '[]'
sync_once
expect_sql "every finding has its name" t "SELECT count(*) = count(malware_name) FROM sas.finding"
expect_sql "the names" 1 "SELECT count(DISTINCT f.malware_name) FROM sas.finding f
    WHERE lower(f.malicious_md5) = (SELECT lower(malicious_md5) FROM sas.finding LIMIT 1)"
expect_sql "the list bears witness" "t|t|0|0" "SELECT min(listed_files) > 0, min(listed_images - listed_files) >= 0,
    max(listed_unseen), max(listed_beyond) FROM sas.walk WHERE $last_walks"
expect_sql "edition and quota" "enterprise|1000|880|t|t" "SELECT edition, image_scans_total, image_scans_left,
    names_at > now() - interval '1 minute', not_told IS NULL FROM sas.source WHERE site = 'china'"
run_command 0 status
expect_text "test/china: edition enterprise, image scans 880 of 1000 left" "$work/out"
run_command 0 status --json
expect_text '"edition":"enterprise","image_scans_total":1000,"image_scans_left":880,"names_at":"' "$work/out"
run_command 0 check
expect_text "ok    subscription of test/china: edition enterprise, image scans 880 of 1000 left" "$work/out"
grep -q '^ok    names of test/china: [1-9][0-9]* malicious files are listed$' "$work/out" || fail "check: $(cat "$work/out")"

# Not due: nothing is asked for, nothing written. Requests of the walk do not count it.
control POST /requests/clear >/dev/null
marks="SELECT md5(string_agg(ctid::text || xmin || xmax, ',' ORDER BY ctid)) FROM sasync.malware"
before=$(sql --command="$marks")
sync_once
[ -z "$(asked_for DescribeGroupedMaliciousFiles)" ] || fail "names were asked for before they were due"
make_due
sync_once
[ -n "$(asked_for DescribeGroupedMaliciousFiles)" ] || fail "names were not asked for though they were due"
expect_sql "unchanged names are not written" "$before" "$marks"
expect_sql "requests of the walk are its own" t "SELECT count(DISTINCT requests) = 1 FROM sas.walk
    WHERE site = 'china' AND sweep_id > (SELECT max(sweep_id) - 2 FROM sasync.sweep)"

# A name that changed, and a file that the walk has not seen. The other site, which tells the old name, is not asked.
make_due china
faults "[{\"site\":\"china\",$listing,\"match\":{\"page\":1},\"fault\":{\"kind\":\"set_field\",\"row\":0,\"field\":\"MaliciousName\",\"value\":\"Renamed.Worm\"}},
    {\"site\":\"china\",$listing,\"match\":{\"page\":1},\"fault\":{\"kind\":\"set_field\",\"row\":1,\"field\":\"MaliciousMd5\",\"value\":\"00112233445566778899aabbccddeeff\"}}]"
sync_once
expect_sql "the new name" t "SELECT count(*) > 0 FROM sas.finding WHERE malware_name = 'Renamed.Worm'"
expect_sql "the file that nobody saw" 1 "SELECT listed_unseen FROM sas.walk WHERE site = 'china' AND $last_walks"
expect_text "event=listed_and_not_seen source=test/china files=1" "$work/sync.err"
expect_sql "it makes no finding" 0 "SELECT count(*) FROM sas.finding WHERE malicious_md5 LIKE '0011%'"

# Servers that do not know the actions, in whatever words, or never answer: the sync is whole, equal to the truth, soon.
set_section walk '{request_timeout: 2s, attempts: 6}'
i=0
for fault in '{"code":"InvalidApi.NotFound","http":404}' '{"code":"InvalidAction.NotFound","http":400}' \
    '{"kind":"html","http":500}' '{"code":"InternalError","http":500}' '{"code":"Throttling.User","retry_after_ms":3600000}' \
    '{"kind":"raw_body","body":"{}"}' '{"kind":"raw_body","body":"\u0000[[["}' '{"code":"x","http":504,"style":"empty"}' \
    '{"kind":"reset"}' '{"kind":"stall"}'; do
    i=$((i + 1))
    make_due
    control POST "/mutate?site=china" "[{\"op\":\"add\",\"count\":2,\"seed\":$i},{\"op\":\"remove\",\"count\":1,\"seed\":$i}]" >/dev/null
    faults "[{$listing,\"fault\":$fault},{\"action\":\"DescribeVersionConfig\",\"fault\":$fault},{\"action\":\"DescribeImageScanAuthCount\",\"fault\":$fault}]"
    began=$SECONDS
    sync_once
    [ $((SECONDS - began)) -le 30 ] || fail "$fault delayed the sync by $((SECONDS - began)) s"
    compare_with_truth
    expect_sql "names stay ($fault)" t "SELECT count(malware_name) > 0 FROM sas.finding WHERE malware_name = 'Renamed.Worm'"
done
expect_text "event=not_told source=test/china" "$work/sync.err"
faults '[]'
sync_once
expect_sql "it is over" t "SELECT bool_and(not_told IS NULL) FROM sas.source"

# The shapes that the API may have.
for fault in '{"kind":"wrapped"}' '{"kind":"numbers_as_text"}' '{"kind":"null_fields"}' '{"kind":"unknown_fields"}'; do
    make_due
    faults "[{$listing,\"fault\":$fault}]"
    sync_once
    expect_sql "read in spite of $fault" t "SELECT bool_and(listed_files > 0) FROM sas.walk WHERE $last_walks"
done

# Nothing found is not nothing scanned.
control POST "/mutate?site=international" '{"op":"clear"}' >/dev/null
make_due
faults '[{"site":"international","action":"DescribeImageScanAuthCount",
  "fault":{"kind":"raw_body","body":"{\"ImageScan\":{\"ScanCount\":0,\"ImageScanCapacity\":0}}"}}]'
run_command 0 check
expect_text "note  subscription of test/international: nothing found, and no image scan bought" "$work/out"

# Switched off, no call is made, by whatever command.
faults '[]'
set_section enrich '{malware_names: false}'
make_due
control POST /requests/clear >/dev/null
sync_once 75
run_command 0 check
for action in DescribeGroupedMaliciousFiles DescribeVersionConfig DescribeImageScanAuthCount; do
    [ -z "$(asked_for $action)" ] || fail "$action was called though it is switched off"
done

# A dry run asks for none and writes nothing; the daemon reads them as sync does.
set_section enrich '{malware_names: true, every: 1s}'
run_command 75 sync --dry-run
[ -z "$(asked_for DescribeGroupedMaliciousFiles)" ] || fail "a dry run asked for names"
start_daemon
wait_for_sql "the daemon reads names" t "SELECT bool_and(names_at IS NOT NULL) FROM sasync.site"
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status"
printf 'ok\n'
