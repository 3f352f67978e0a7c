#!/usr/bin/env bash
# What the fuse holds stays open, is told loudly, and is let go by an operator: by the command itself, or by the daemon
# that leads. The next sweep then asks for it, and closes it.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 600 --seed 4
write_settings
set_section schedule '{every: 1h, timeout: 60s}'
set_section lease '{ttl: 2s}'
set_section fuse '{fraction: 0.01, minimum: 5}'

release() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" release "$@" >"$work/out" 2>&1 </dev/null || status=$?
    [ "$status" = "$expected" ] || fail "release $* ended with $status instead of $expected: $(cat "$work/out")"
}
# The same at a terminal, with this answer.
release_at_terminal() {
    status=0
    printf '%s\n' "$1" | script --quiet --return /dev/null \
        --command "'$sasyncd' --config '$work/sasyncd.yaml' release test/china" >"$work/out" 2>&1 || status=$?
}
expect_text() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(cat "$work/out")"; }
held="SELECT held FROM sas.source WHERE source = 'test/china'"
remove_rows() { control POST "/mutate?site=china" "[{\"op\":\"remove\",\"count\":15,\"seed\":$1}]" >/dev/null; }

"$sasyncd" --config "$work/sasyncd.yaml" migrate >/dev/null
release 65 test/china --yes
expect_text "none is on record yet"
sync_once
release 0 test/china
expect_text "test/china holds nothing"
release 64
release 65 test/chnia --yes
expect_text "did you mean test/china?"

# The fuse holds: loudly, and for as long as nobody looked.
remove_rows 6
for round in first second; do
    sync_once 75
    expect_sql "held by the $round sync" 15 "$held"
    grep -q 'test/china: held: 15 occurrences .*sasyncd release test/china' "$work/sync.out" || fail "$(cat "$work/sync.out")"
done
expect_sql "nothing closed" 0 "SELECT count(*) FROM sas.event WHERE kind IN ('closed', 'occurrence_gone')"
status=0
"$sasyncd" --config "$work/sasyncd.yaml" status >"$work/out" 2>&1 || status=$?
[ "$status" = 75 ] || fail "status ended with $status: $(cat "$work/out")"
expect_text "run sasyncd release test/china"
"$sasyncd" --config "$work/sasyncd.yaml" status --json >"$work/out" 2>&1 || true
expect_text '"health":"held"'
expect_text '"held":15'

# Nobody is there to ask, or says no: nothing happens.
release 64 test/china
expect_text "--yes"
release_at_terminal n
[ "$status" = 75 ] || fail "a refused release ended with $status: $(cat "$work/out")"
expect_text "Nothing was released"
expect_sql "still held" 15 "$held"
release_at_terminal yes
[ "$status" = 0 ] || fail "a release ended with $status: $(cat "$work/out")"
expect_text "test/china: 15 occurrences released. The next sweep asks"
expect_sql "nothing is held" 0 "$held"
expect_sql "the lease was given back" 0 "SELECT count(*) FROM sasync.lease WHERE expires_at > now()"
expect_sql "nothing closed yet" 0 "SELECT count(*) FROM sas.event WHERE kind IN ('closed', 'occurrence_gone')"
sync_once
expect_sql "the next sweep closed them" 15 "SELECT closed FROM sas.walk WHERE site = 'china' ORDER BY walk_id DESC LIMIT 1"
expect_sql "each after two answers" 0 \
    "SELECT count(*) FROM sas.event WHERE kind IN ('closed', 'occurrence_gone') AND (request_id IS NULL OR first_request_id IS NULL)"
compare_with_truth

# The daemon leads: it is asked, and lets go between its sweeps. What was released before does not count.
remove_rows 7
start_daemon
wait_for_sql "the daemon's fuse" 15 "$held"
release 0 test/china --yes --reason "registry cleaned up"
expect_text "asked it to release"
expect_text "test/china: 15 occurrences released"
expect_sql "nothing is held" 0 "$held"
expect_sql "who, why and what" "release|t|registry cleaned up|15 occurrences released" \
    "SELECT kind, asked_by LIKE '%@%', reason, result FROM sasync.action ORDER BY action_id DESC LIMIT 1"
sync_once
compare_with_truth

# A leader that does not answer.
remove_rows 8
sync_once 75
stop_daemon TERM
sql --command="UPDATE sasync.lease SET holder = 'elsewhere:1', token = token + 1, expires_at = now() + interval '1 hour'"
set_section schedule '{every: 1s, timeout: 2s}'
release 75 test/china --yes
expect_text "elsewhere:1 did not answer in time"
expect_sql "still held" 15 "$held"
printf 'ok\n'
