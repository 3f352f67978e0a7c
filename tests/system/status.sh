#!/usr/bin/env bash
# status never calls healthy what was not read: before the first sweep, when time passes, or when the database cannot say.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 100 --seed 29
write_settings
set_section freshness '{limit: 1h}'

run_status() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" status "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "status $* ended with $status instead of $expected: $(cat "$work/out")"
}
expect_text() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(cat "$work/out")"; }

run_status 78
expect_text "run sasyncd migrate"
"$sasyncd" --config "$work/sasyncd.yaml" migrate >/dev/null
run_status 75
expect_text "test/china"
expect_text "no sweep has put it on record yet"
run_status 75 --json
expect_text '"source":"test/international","configured":true,"health":"new","fresh":false,"age_seconds":null'

sync_once
run_status 0
[ "$(grep -c ' ok ' "$work/out")" = 2 ] || fail "both sources should be ok: $(cat "$work/out")"
sql --command="UPDATE sasync.source SET read_at = read_at - interval '2 hours' WHERE site = 'china'"
run_status 75
grep -q '^test/china .*stale .*no walk was whole within 01:00:00' "$work/out" || fail "$(cat "$work/out")"

# An account that the settings name and no sweep has met is not passed over.
sync_once
sed -i 's/^accounts:/&\n  - {name: second, sites: [china], credentials: {kind: access_key, access_key_id: a, access_key_secret: b}}/' \
    "$work/sasyncd.yaml"
run_status 75
expect_text "second/china"
write_settings

sql --command="ALTER TABLE sasync.source RENAME TO gone"
run_status 70
expect_text "the schema is not this version's: run sasyncd migrate"
! grep -q 'LINE [0-9]' "$work/out" || fail "an excerpt of the statement: $(cat "$work/out")"
sed -i 's/^database:.*/database: {url: "host=127.0.0.1 port=1 dbname=none"}/' "$work/sasyncd.yaml"
run_status 69
expect_text "see that PostgreSQL runs"
printf 'ok\n'
