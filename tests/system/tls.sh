#!/usr/bin/env bash
# Who is not proven to be the cloud is not talked to: a wrong name, an expired certificate, an unknown signer. sync ends
# with 69 and says which host, why, and what to do; nothing is written.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 200 --seed 5
write_settings
cp "$work/sasyncd.yaml" "$work/good.yaml"

certificate() { control POST "/settings${2:+?site=$2}" "{\"certificate\":\"$1\"}" >/dev/null; }

expect_told() {
    local word
    for word in "$@"; do
        grep -qiE -- "$word" "$work/sync.err" || fail "no \"$word\" in: $(cat "$work/sync.err")"
    done
    if grep -q 'test-access-key-secret' "$work/sync.err" "$work/sync.out"; then fail "the secret was printed"; fi
}

# Nothing of the API's requests, which carry the access key's id, went to whom was not proven.
expect_no_calls() {
    control GET '/requests?counters=1' >"$work/counters"
    grep -q '"total":0,' "$work/counters" || fail "there were calls: $(cat "$work/counters")"
}

# At a first start, when nothing is on record yet: STS is asked first.
while IFS='|' read -r kind cause; do
    certificate "$kind"
    sync_once 69
    expect_told "127\.0\.0\.1:$(cat "$work/simulator/port.sts")" "$cause" '; [a-z]'
    expect_no_calls
    expect_sql "no account, no source" "0|0" \
        "SELECT (SELECT count(*) FROM sasync.account) || '|' || (SELECT count(*) FROM sasync.source)"
done <<'END'
wrong-name|name|
expired|expired|
self-signed|self[- ]signed|
END

certificate good
sync_once
compare_with_truth
before=$(sql --command="$row_marks")

# Later: one site only, while the other one is read.
while IFS='|' read -r kind cause; do
    control POST /requests/clear >/dev/null
    certificate "$kind" china
    sync_once 69
    expect_told 'test/china' "127\.0\.0\.1:$(cat "$work/simulator/port.china")" "$cause" '; [a-z]'
    grep -q '"china/' <(control GET '/requests?counters=1') && fail "there were calls to the site"
    expect_sql "$kind: one site was not read, the other one was" "partial|whole" \
        "SELECT string_agg(verdict, '|' ORDER BY site) FROM sas.walk
         WHERE sweep_id = (SELECT max(sweep_id) FROM sasync.sweep)"
    expect_sql "its certificate tells the cause" t \
        "SELECT reason ~* '$cause' AND reason LIKE '%127.0.0.1:%' AND reason LIKE '%; %' FROM sas.walk
         WHERE site = 'china' ORDER BY walk_id DESC LIMIT 1"
    [ "$before" = "$(sql --command="$row_marks")" ] || fail "$kind: findings were written"
done <<'END'
wrong-name|name
expired|expired
self-signed|self[- ]signed
END
certificate good

# An authority that nobody trusts, and a port that does not speak TLS.
grep -v '^tls:' "$work/good.yaml" >"$work/sasyncd.yaml"
sync_once 69
expect_told 'test/china' 'test/international' 'certificate|issuer|authority' 'ca_file'
plain=$(cat "$work/simulator/port.control")
sed "s,^  china: .*,  china: https://127.0.0.1:$plain," "$work/good.yaml" >"$work/sasyncd.yaml"
sync_once 75
expect_told 'test/china' "127\.0\.0\.1:$plain" 'TLS'
[ "$before" = "$(sql --command="$row_marks")" ] || fail "findings were written"

cp "$work/good.yaml" "$work/sasyncd.yaml"
sync_once
compare_with_truth
printf 'ok\n'
