#!/usr/bin/env bash
# run.sh [REGEX]
#
# Installs what is missing, builds, and runs every test, or those whose names match REGEX. A fresh clone on a bare
# Debian 12 or 13 needs nothing else. The unit tests run under ASan and UBSan; the rest runs with the release build
# and a PostgreSQL server that is made for it and gone after it. At the end the fuzzers (tests/fuzz) run for a moment
# each. Exit status 0: tests ran, and none failed.
#
#   CTEST_PARALLEL_LEVEL=N      how many tests run at a time (default 2)
#   SASYNCD_PG_LOG=FILE         where that server's log is kept (default build/postgres.log)
#   SASYNCD_FUZZ_SECONDS=N      how long each fuzzer runs (default 20; 0: not at all)
set -euo pipefail

case ${1:-} in
    -h | --help)
        sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
        exit 0
        ;;
    -*) printf 'usage: tests/run.sh [REGEX]\n' >&2 && exit 64 ;;
esac
regex=${1:-}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR source=support/packages.sh
. tests/support/packages.sh
# shellcheck source-path=SCRIPTDIR source=support/build.sh
. tests/support/build.sh

heading() { printf '\n== %s\n' "$*"; }

# How many tests ctest would run with these arguments.
count_tests() { ctest "$@" --show-only | sed -n 's/^Total Tests: //p'; }

# Runs ctest with these arguments, unless no test is meant, and adds what it counted to $passed and $failed.
passed=0 failed=0
run_tests() {
    local title=$1 runner=$2 log counted status=0
    shift 2
    set -- "$@" ${regex:+--tests-regex "$regex"}
    [ "$(count_tests "$@")" -gt 0 ] || return 0

    heading "$title"
    log=$(mktemp)
    # shellcheck disable=SC2086  # $runner is a command or nothing
    $runner ctest "$@" --output-on-failure --no-tests=error --timeout 900 2>&1 | tee "$log" || status=$?
    counted=$(sed -n 's/^.*tests passed, \([0-9]*\) tests\{0,1\} failed out of \([0-9]*\)$/\1 \2/p' "$log" | tail -n 1)
    rm -f "$log"
    counted=${counted:-0 0}
    failed=$((failed + ${counted% *})) passed=$((passed + ${counted#* } - ${counted% *}))
    [ "$status" -eq 0 ] || result=1
}

# Builds preset $1 (with targets $2...); a warning of the compiler is a test that failed.
build_without_warnings() {
    local log
    heading "Building $1"
    log=$(mktemp)
    build_preset "$@" 2>&1 | tee "$log"
    if grep -q ': warning: ' "$log"; then
        printf '%s does not compile without a warning\n' "$1" >&2
        failed=$((failed + 1)) result=1
    fi
    rm -f "$log"
}

# The fuzzers are no tests of ctest: each counts as one here.
run_fuzzers() {
    local seconds=${SASYNCD_FUZZ_SECONDS:-20} names=(page_parser settings error_envelope header_values) log
    [ "$seconds" -gt 0 ] || return 0
    [ -z "$regex" ] || [[ "fuzz: run" =~ $regex ]] || return 0
    heading "Fuzzers, $seconds s each"
    log=$(mktemp)
    tests/fuzz/run.sh "$seconds" "${names[@]}" | tee "$log" || result=1
    passed=$((passed + $(grep -c ' none$' "$log" || true)))
    failed=$((failed + ${#names[@]} - $(grep -c ' none$' "$log" || true)))
    rm -f "$log"
}

install_packages fuzzers
fetch_promtool
fetch_pgbouncer
result=0
build_without_warnings release
build_without_warnings asan unit_tests

export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-2}
export SASYNCD_PG_LOG=${SASYNCD_PG_LOG:-$PWD/build/postgres.log}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
run_tests 'Unit tests, under ASan and UBSan' '' --test-dir build/asan --label-regex '^unit$'
run_tests 'The other tests, with the release build' tests/support/with_postgres.sh \
    --test-dir build/release --label-exclude '^unit$'
run_fuzzers

if [ $((passed + failed)) -eq 0 ]; then
    printf 'No test ran%s.\n' "${regex:+: none matches $regex}" >&2
    exit 1
fi
printf '\n%s passed, %s failed\n' "$passed" "$failed"
exit "$result"
