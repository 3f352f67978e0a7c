# What the system tests share: a directory, a database, a simulator and a settings file of their own.
# Usage: . common.sh SASYNCD SIMULATOR
# shellcheck shell=bash
set -euo pipefail

sasyncd=$1
simulator=$2
work=$(mktemp -d /tmp/sasyncd-test.XXXXXX)
database="sasyncd_test_$$"
simulator_pid='' daemon_pid=''

clean_up() {
    local status=$?
    [ -z "$daemon_pid" ] || kill -KILL "$daemon_pid" 2>/dev/null || true
    [ -z "$simulator_pid" ] || kill -TERM "$simulator_pid" 2>/dev/null || true
    dropdb --if-exists --force "$database" >/dev/null 2>&1 || true
    rm -rf "$work"
    exit "$status"
}
trap clean_up EXIT
# A test that is told to stop has not passed.
trap 'exit 143' TERM
trap 'exit 130' INT

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

start_simulator() {
    "$simulator" --state "$work/simulator" --quiet "$@" >"$work/simulator.log" 2>&1 &
    simulator_pid=$!
    "$simulator" wait "$work/simulator" 20 || fail "the simulator did not start: $(cat "$work/simulator.log")"
}

control() { "$simulator" control "$work/simulator" "$@"; }

url_of() { printf 'https://127.0.0.1:%s' "$(cat "$work/simulator/port.$1")"; }

write_settings() {
    printf 'test-access-key-secret\n' >"$work/ak-secret"
    cat >"$work/sasyncd.yaml" <<END
database: {url: "dbname=$database"}
accounts:
  - name: test
    credentials: {kind: access_key, access_key_id: test-access-key-id, access_key_secret: "file:ak-secret"}
schedule: {every: 1s, timeout: 60s}
quota: {requests_per_second: 2000, in_flight: 8}
endpoints:
  china: $(url_of china)
  international: $(url_of international)
  sts: $(url_of sts)
tls: {ca_file: "$work/simulator/ca.pem"}
admin: {listen: ""}
END
}

sync_once() {
    local status=0
    "$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/sync.out" 2>"$work/sync.err" || status=$?
    [ "$status" = "${1:-0}" ] || {
        cat "$work/sync.out" "$work/sync.err" >&2
        fail "sync ended with $status instead of ${1:-0}"
    }
}

sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$database" "$@"; }

expect_sql() {
    local what=$1 expected=$2 query=$3 got
    got=$(sql --command="$query")
    [ "$got" = "$expected" ] || fail "$what: expected $expected, got $got"
}

# The truth of both sites into the table `truth`, then every field of both views against it. Arguments are psql's,
# for what is to follow in the same session.
compare_with_truth() {
    local site
    : >"$work/truth.ndjson"
    for site in china international; do
        control GET "/truth?site=$site" | sed "s/^/$site\t/" >>"$work/truth.ndjson"
    done
    sql --set=truth_file="$work/truth.ndjson" --file="$(dirname "${BASH_SOURCE[0]}")/compare.sql" "$@" \
        >"$work/differences" ||
        fail "the comparison itself failed"
    [ ! -s "$work/differences" ] || {
        head -n 20 "$work/differences" >&2
        fail "$(wc -l <"$work/differences") differences between the tables and the truth"
    }
}

# Findings and episodes follow from the recorded events alone.
events_replay_to_tables() {
    sql --file="$(dirname "${BASH_SOURCE[0]}")/replay.sql" >"$work/differences" || fail "the replay itself failed"
    [ ! -s "$work/differences" ] || {
        head -n 20 "$work/differences" >&2
        fail "$(wc -l <"$work/differences") differences between the events and the tables"
    }
}

createdb "$database"
