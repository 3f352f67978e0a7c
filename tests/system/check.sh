#!/usr/bin/env bash
# check tells what was looked at, with ok or the remedy: what "all" means at each site, and whether it can be asked for
# one MD5. It takes no schema and writes nothing.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 400 --seed 17
write_settings

run_check() {
    local status=0
    "$sasyncd" --config "$work/sasyncd.yaml" check >"$work/out" 2>&1 || status=$?
    [ "$status" = "$1" ] || fail "check ended with $status instead of $1: $(cat "$work/out")"
}
expect_line() { grep -q "$1" "$work/out" || fail "no line like '$1': $(cat "$work/out")"; }
change() { control POST "/settings?site=china" "$1" >/dev/null; }

run_check 0
expect_line '^ok    settings: '
expect_line '^ok    database: reachable; '
expect_line '^ok    account test: account id [0-9]*$'
expect_line '^ok    site test/china: answered with 100 rows of about 400 (request '
expect_line '^ok    "all" of test/china: means all'
expect_line '^ok    questions to test/international: asked for one MaliciousMd5, it answers with just that'
expect_sql "check leaves the database alone" 0 "SELECT count(*) FROM pg_namespace WHERE nspname IN ('sas', 'sasync')"

change '{"hidden_statuses":[3]}'
run_check 0
expect_line '^ok    "all" of test/china: leaves out rows that are there under Status: '
expect_line '^ok    "all" of test/international: means all'

change '{"hidden_statuses":[],"hidden_kinds":["container"],"ignored_filters":["MaliciousMd5"]}'
run_check 0
expect_line '^ok    "all" of test/china: leaves out rows that are there under ScanRange: '
expect_line '^note  questions to test/china: asked for one MaliciousMd5, it does not answer with just that'

# A region of the settings that the site refuses is a fault of the settings.
change '{"hidden_kinds":[],"ignored_filters":[]}'
sed -i 's/^  - name: test/&\n    regions: [cn-hangzhou, mars-1]/' "$work/sasyncd.yaml"
control POST /faults '[{"match":{"RepoRegionId":"mars-1"},"fault":{"http":400,"code":"InvalidRegionId","message":"no"}}]' >/dev/null
run_check 78
expect_line '^FAULT site test/china#[0-9a-f]*: .*InvalidRegionId'
printf 'ok\n'
