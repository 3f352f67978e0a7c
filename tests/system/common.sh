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

# The settings' line of this section says this from now on: set_section lease '{ttl: 2s}'
set_section() {
    sed -i "/^$1:/d" "$work/sasyncd.yaml"
    printf '%s: %s\n' "$1" "$2" >>"$work/sasyncd.yaml"
}

start_daemon() {
    "$sasyncd" --config "$work/sasyncd.yaml" run >>"$work/run.out" 2>>"$work/run.err" &
    daemon_pid=$!
}

# Ends the daemon, or whatever stands in its place, with this signal; its exit status is in $status then.
stop_daemon() {
    status=0
    kill -s "$1" "$daemon_pid"
    wait "$daemon_pid" 2>/dev/null || status=$?
    daemon_pid=''
}

wait_for_sql() {
    local what=$1 expected=$2 query=$3 tries
    for ((tries = 0; tries < 300; tries++)); do
        [ "$(sql --command="$query" 2>/dev/null || true)" != "$expected" ] || return 0
        [ -z "$daemon_pid" ] || kill -0 "$daemon_pid" 2>/dev/null || fail "the daemon ended: $(cat "$work/run.err")"
        sleep 0.1
    done
    fail "$what: never came to $expected; $(tail -n 5 "$work"/run.err* "$work/sync.err" 2>/dev/null)"
}

sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$database" "$@"; }

expect_sql() {
    local what=$1 expected=$2 query=$3 got
    got=$(sql --command="$query")
    [ "$got" = "$expected" ] || fail "$what: expected $expected, got $got"
}

# Changes whenever a row of these tables is written, were it with the same values.
# shellcheck disable=SC2034  # for those who source this
row_marks="SELECT md5(string_agg(m, ',' ORDER BY m)) FROM (
         SELECT 'o' || ctid || xmin AS m FROM sasync.occurrence UNION ALL
         SELECT 's' || ctid || xmin FROM sasync.occurrence_state UNION ALL
         SELECT 'f' || ctid || xmin FROM sasync.finding UNION ALL
         SELECT 'e' || ctid || xmin FROM sasync.episode UNION ALL
         SELECT 'v' || ctid || xmin FROM sasync.event UNION ALL
         SELECT 'r' || ctid || xmin FROM sasync.rescan UNION ALL
         SELECT 'c' || ctid || xmin FROM sasync.open_count UNION ALL
         SELECT 't' || ctid || xmin FROM sasync.standing) AS t"

# What the API would answer now, both sites, into $work/truth.ndjson: the site, a tab, and the row.
tell_truth() {
    local site
    for site in china international; do
        control GET "/truth?site=$site" | sed "s/^/$site\t/"
    done >"$work/truth.ndjson"
}

# Runs one of the SQL files beside this one, which prints what is wrong; the other arguments are psql's.
print_differences() {
    local file=$1
    shift
    sql --set=truth_file="$work/truth.ndjson" --file="$(dirname "${BASH_SOURCE[0]}")/$file" "$@" >"$work/differences" ||
        fail "$file itself failed"
    [ -s "$work/differences" ] || return 0
    head -n 20 "$work/differences" >&2
    return 1
}

# Every field of sas.occurrence and sas.finding against the truth.
compare_with_truth() {
    tell_truth
    print_differences compare.sql ||
        fail "$(wc -l <"$work/differences") differences between the tables and the truth"
}

# Findings, episodes and days follow from the recorded events, findings from occurrences, fingerprints from columns, and
# closings from certificates.
events_replay_to_tables() {
    "$sasyncd" --config "$work/sasyncd.yaml" verify >"$work/verify.out" 2>&1 ||
        fail "verify ended with $?: $(head -n 20 "$work/verify.out")"
}

# Every call that the simulator answered since request $1 (0: all), into $work/requests.json.
tell_requests() { control GET "/requests?after=${1:-0}" >"$work/requests.json"; }

# The number of the last request that the simulator answered.
last_request() { control GET '/requests?counters=1' | sed 's/.*"last_number":\([0-9]*\).*/\1/'; }

# What the last sweep found gone, the API had been asked for, after request $1, and had answered without it.
closings_are_proven() {
    local sweep
    tell_truth
    tell_requests "${1:-0}"
    sweep=$(sql --command="SELECT max(sweep_id) - 1 FROM sasync.sweep")
    print_differences proofs.sql --set=requests_file="$work/requests.json" --set=after_sweep="$sweep" ||
        fail "$(wc -l <"$work/differences") rows gone without proof"
}

createdb "$database"
