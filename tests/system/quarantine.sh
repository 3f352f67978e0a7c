#!/usr/bin/env bash
# Of hostile rows at most the row itself is lost: it is kept aside, without secrets, shown by `sasyncd quarantine`, and
# comes out by itself once it is good. A sweep that finds the same again writes nothing.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 120 --seed 37
write_settings
set_section schedule '{every: 1s, timeout: 60s}'

quarantine() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" quarantine "$@" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" = "$expected" ] || fail "quarantine $* ended with $status instead of $expected: $(cat "$work/out" "$work/err")"
}
expect_text() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(cat "$work/out" "$work/err")"; }
expect_no_text() { ! grep -qF -- "$1" "$work/out" || fail "\"$1\" in: $(cat "$work/out")"; }

# Five rows that cannot be stored. What is random does not shrink, so that no index takes it.
long=$(head -c 3000 /dev/urandom | od -An -tx1 | tr -d ' \n')
good_rows=$(control GET '/truth?site=china' | wc -l)
tell_truth
cp "$work/truth.ndjson" "$work/before.ndjson"
control POST '/mutate?site=china' "[
  {\"op\":\"set\",\"index\":0,\"unset\":[\"MaliciousMd5\"],\"fields\":{\"DownloadUrl\":\"https://h/p?Signature=geheim\",
    \"ReportUrl\":\"https://h/q?OSSAccessKeyId=LTAI5tGeheimGeheim&Signature=geheim\",\"Pod\":\"\\u001b[31mred\"}},
  {\"op\":\"set\",\"index\":1,\"fields\":{\"MaliciousMd5\":{\"a\":1}}},
  {\"op\":\"set\",\"index\":2,\"fields\":{\"FilePath\":7}},
  {\"op\":\"set\",\"index\":3,\"fields\":{\"RepoName\":\"$long\"}},
  {\"op\":\"set\",\"index\":4,\"fields\":{\"ImageUuid\":\"$long\"}}]" >/dev/null
# And rows that can, whatever is in them. What changes how a row is stored is in every answer, those to questions too.
control POST '/mutate?site=china' '[{"op":"set","index":10,"fields":{"Pod":"a\u0000b"}},
  {"op":"set","index":14,"fields":{"FirstScanTimestamp":1,"LatestScanTimestamp":99999999999999999}}]' >/dev/null
control POST /faults '[{"site":"china","faults":[{"kind":"invalid_utf8","field":"InstanceName","all_rows":true},
    {"kind":"lone_surrogate","field":"TargetName","all_rows":true},{"kind":"huge_number","all_rows":true}]},
  {"site":"china","match":{"page":1,"MaliciousMd5":null,"RepoRegionId":null,"Status":null,"Levels":null,"ScanRange.1":null},
   "faults":[{"kind":"huge_path","row":15,"bytes":1048576},{"kind":"deep_json","row":16,"depth":100000}]}]' >/dev/null

sync_once
grep -q 'event=quarantined source=test/china rows=5' "$work/sync.err" || fail "the log: $(cat "$work/sync.err")"
expect_sql "kept aside" 5 "SELECT count(*) FROM sas.quarantine WHERE gone_at IS NULL"
expect_sql "why" "FilePath is not text|MaliciousMd5 is not text|RepoName is longer than 512 bytes|no MaliciousMd5|the image's key is longer than 1024 bytes" \
    "SELECT string_agg(reason, '|' ORDER BY reason COLLATE \"C\") FROM sas.quarantine"
expect_sql "on the certificate" t "SELECT quarantined >= 5 FROM sas.walk WHERE site = 'china'"
expect_sql "the rest of the page" t "SELECT count(*) >= $good_rows - 5 FROM sas.occurrence WHERE site = 'china' AND presence = 'present'"
expect_sql "secrets" 0 "SELECT count(*) FROM sas.quarantine WHERE payload ~ 'geheim|Geheim'"
expect_sql "the long path" 1048577 "SELECT max(octet_length(file_path)) FROM sas.occurrence"
expect_sql "NUL" 1 "SELECT count(*) FROM sas.occurrence WHERE pod = U&'a\FFFDb'"
expect_sql "broken UTF-8 and half a pair" 0 "SELECT count(*) FROM sas.occurrence WHERE site = 'china'
    AND NOT (instance_name = U&'/tmp/\FFFD\FFFD\FFFD(' AND target_name = U&'/tmp/\FFFDx' AND event_id IS NULL)"
expect_sql "an absurd time" 1 "SELECT count(*) FROM sas.occurrence WHERE first_scan_at IS NULL AND latest_scan_at IS NULL"

# The same again: not a row is written.
marks="$row_marks UNION ALL SELECT md5(string_agg(ctid::text || xmin, ',' ORDER BY ctid)) FROM sasync.quarantine"
before=$(sql --command="$marks")
sync_once
[ "$(sql --command="$marks")" = "$before" ] || fail "the second sweep wrote rows, though nothing had changed"

# Shown while a daemon runs.
start_daemon
wait_for_sql "a sweep of the daemon" t "SELECT count(*) >= 3 FROM sas.walk WHERE site = 'china' AND verdict = 'whole'"
quarantine 0 list
[ "$(wc -l <"$work/out")" = 6 ] || fail "a head and five rows: $(cat "$work/out")"
expect_text 'test/china'
expect_text 'no MaliciousMd5'
id=$(sed -n 's/^\([0-9a-f]\{16\}\) .*no MaliciousMd5 .*/\1/p' "$work/out")
quarantine 0 list test/international
expect_text 'nothing is in quarantine'
quarantine 65 list test/chnia
grep -qF 'did you mean test/china?' "$work/err" || fail "$(cat "$work/err")"
quarantine 0 list --json
expect_text '{"quarantine":[{"id":"'
quarantine 0 show "${id:0:8}"
expect_text 'reason   no MaliciousMd5'
expect_text '  "ReportUrl": "cut"'
expect_text '"Pod": "\u001b[31mred"'
expect_no_text "$(printf '\033')"
quarantine 65 show 0000ffff0000ffff
quarantine 64 show
stop_daemon TERM

# Released by itself when it is good again, with the findings that are in it.
control DELETE /faults >/dev/null
sed -n 's/^china\t//p' "$work/before.ndjson" | awk '
    NR <= 16 { printf "%s{\"op\":\"set\",\"index\":%d,\"unset\":[\"ReportUrl\",\"Pod\"],\"fields\":%s}", NR == 1 ? "[" : ",", NR - 1, $0 }
    END { print "]" }' >"$work/good.json"
control POST '/mutate?site=china' "$(cat "$work/good.json")" >/dev/null
sync_once
expect_sql "left" 0 "SELECT count(*) FROM sas.quarantine WHERE gone_at IS NULL"
expect_sql "remembered" 5 "SELECT count(*) FROM sas.quarantine WHERE gone_at > first_at"
quarantine 0 list
expect_text 'nothing is in quarantine'
quarantine 0 list --all
[ "$(wc -l <"$work/out")" = 6 ] || fail "what is gone is not shown: $(cat "$work/out")"
compare_with_truth
events_replay_to_tables

# However many there are, a thousand of a source are enough.
seq 1200 | awk '{ printf "%s{\"Digest\":\"d%d\",\"FilePath\":\"/x\"}", NR == 1 ? "{\"op\":\"add\",\"rows\":[" : ",", $1 }
    END { print "]}" }' >"$work/bad.json"
control POST '/mutate?site=china' "$(cat "$work/bad.json")" >/dev/null
sync_once
expect_sql "at most a thousand" 1000 "SELECT count(*) FROM sasync.quarantine"
expect_sql "all of them counted" t "SELECT quarantined >= 1200 FROM sas.walk WHERE site = 'china' ORDER BY walk_id DESC LIMIT 1"
before=$(sql --command="$marks")
sync_once
[ "$(sql --command="$marks")" = "$before" ] || fail "a full quarantine is written anew by each sweep"
compare_with_truth

sed -i 's/^database:.*/database: {url: "host=127.0.0.1 port=1 dbname=none"}/' "$work/sasyncd.yaml"
quarantine 69 list
printf 'ok\n'
