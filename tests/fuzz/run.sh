#!/usr/bin/env bash
# run.sh [SECONDS [NAME...]]
#
# Builds the fuzzers with clang and runs each, or those named, for so many seconds (default 60) from its corpus, as many
# at a time as there are processors. Ends with a table of what was run; exit status 1: something was found.
#
# What a fuzzer finds lies in build/fuzz/found/NAME, what it made up in build/fuzz/grown/NAME. An input that found
# something belongs into corpus/NAME once it is mended.
#
#   SASYNCD_FUZZ_JOBS=N             how many at a time
#   SASYNCD_FUZZ_BUILD=DIRECTORY    fuzzers that are built already
set -euo pipefail

case ${1:-60} in
    *[!0-9]* | '')
        sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
        [[ ${1:-} == --help || ${1:-} == -h ]] && exit 0
        exit 64
        ;;
esac
seconds=${1:-60}
shift $(($# > 0 ? 1 : 0))
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(page_parser settings error_envelope header_values)

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source-path=SCRIPTDIR source=../support/packages.sh
. tests/support/packages.sh
# shellcheck source-path=SCRIPTDIR source=../support/build.sh
. tests/support/build.sh
build=${SASYNCD_FUZZ_BUILD:-$PWD/build/fuzz}
if [ -z "${SASYNCD_FUZZ_BUILD:-}" ]; then
    install_packages fuzzers
    build_preset fuzz fuzzers >&2
fi
mkdir -p "$build/logs"

# Inputs small enough for thousands a second.
longest() { case $1 in page_parser) echo 4096 ;; *) echo 2048 ;; esac; }

# Runs fuzzer $1; what it says goes to its log, how it ends to a file beside it.
run_one() {
    local name=$1 status=0
    mkdir -p "$build/found/$name" "$build/grown/$name"
    UBSAN_OPTIONS=print_stacktrace=1 "$build/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=30 \
        -max_len="$(longest "$name")" -rss_limit_mb=1500 -print_final_stats=1 -artifact_prefix="$build/found/$name/" \
        -dict="tests/fuzz/dictionaries/$name.dict" "$build/grown/$name" "tests/fuzz/corpus/$name" >"$build/logs/$name.log" 2>&1 || status=$?
    echo "$status" >"$build/logs/$name.status"
}

# The row of the table for fuzzer $1, which ended with status $2.
tell() {
    local log=$build/logs/$1.log runs covered found=none
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
    covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    if [ "$2" -ne 0 ]; then
        found=$(sed -n 's/^BROKEN PROMISE: //p; s/^SUMMARY: //p; s/^ERROR: //p' "$log" | head -n 1)
        found="${found:-ended with $2}, see $log"
    fi
    printf '%-15s %12s %9s  %s\n' "$1" "${runs:--}" "${covered:--}" "$found"
}

running=0 failed=0
for name in "${names[@]}"; do
    if [ "$running" -ge "${SASYNCD_FUZZ_JOBS:-$(nproc)}" ]; then
        wait -n || true
        running=$((running - 1))
    fi
    run_one "$name" &
    running=$((running + 1))
done
wait
printf '%-15s %12s %9s  %s\n' fuzzer executions coverage findings
for name in "${names[@]}"; do
    status=$(cat "$build/logs/$name.status")
    [ "$status" -eq 0 ] || failed=1
    tell "$name" "$status"
done
exit "$failed"
