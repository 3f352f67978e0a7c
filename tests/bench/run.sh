#!/usr/bin/env bash
# run.sh [--quick] [--enforce] [--program FILE]
#
# Measures what sweeps cost, as ratios: against COPY of the same rows, against the first load, against what simdjson
# needs. Needs nothing but a fresh clone on a bare Debian 12 or 13: installs what is missing, builds the release
# preset, starts a PostgreSQL server of its own, prints one table (README.md explains its lines), and writes the same
# with every sample to build/bench.json. Takes about half an hour and 20 GB of disk, under build/ and /tmp. Exit status 0:
# everything was measured.
#
#   --quick          a tenth of the rows, in a few minutes
#   --enforce        exit status 1 where a budget is not kept
#   --program FILE   measures with this sasyncd_bench, and builds nothing
#   --help           this text
set -euo pipefail

usage() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; }

small=100000 large=1000000 quota=20000
enforce='' program=''
while [ $# -gt 0 ]; do
    case $1 in
        --quick) small=10000 large=100000 ;;
        --enforce) enforce=yes ;;
        --program) program=$(realpath "${2:?--program takes a file}") && shift ;;
        -h | --help) usage && exit 0 ;;
        *) printf 'run.sh: unknown option %s\n\n' "$1" >&2 && usage >&2 && exit 64 ;;
    esac
    shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source-path=SCRIPTDIR source=../support/packages.sh
. tests/support/packages.sh
# shellcheck source-path=SCRIPTDIR source=../support/build.sh
. tests/support/build.sh
# shellcheck source-path=SCRIPTDIR source=../support/processes.sh
. tests/support/processes.sh

if [ -z "$program" ]; then
    install_packages
    build_preset release sasyncd_bench
    program=$PWD/build/release/tests/bench/sasyncd_bench
fi

mkdir -p build
export SASYNCD_BENCH_DIRECTORY=$PWD/build/bench
rm -rf "$SASYNCD_BENCH_DIRECTORY"
mkdir "$SASYNCD_BENCH_DIRECTORY"
trap 'rm -rf "$SASYNCD_BENCH_DIRECTORY"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# As durable as a server in earnest. Only what would start in the middle of a measurement by itself is kept out:
# checkpoints and vacuuming happen where measure.sh says so.
export SASYNCD_PG_SETTINGS="
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 512MB
max_wal_size = 4GB
checkpoint_timeout = 1h
autovacuum = off"

status=0
run_and_forward tests/support/with_postgres.sh tests/bench/measure.sh \
    "$program" "$small" "$large" "$quota" "$PWD/build/bench.json" || status=$?
# 3 says that all was measured, and that a budget was not kept; everything else is a failure.
if [ "$status" -eq 3 ]; then
    status=0
    [ -z "$enforce" ] || status=1
fi
exit "$status"
