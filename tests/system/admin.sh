#!/usr/bin/env bash
# The admin endpoint of the daemon: metrics under their names, health that tells the truth, and nobody who talks to it
# harms the work.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
trap '' PIPE  # connections that it closes under us
start_simulator --rows 300 --seed 51
write_settings
sed -i 's/^admin: .*/admin: {listen: "127.0.0.1:0"}/' "$work/sasyncd.yaml"
set_section freshness '{limit: 4s}'

# The answer to this request, headers and all, into $work/answer.
talk() {
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf '%b' "$1" >&3 2>/dev/null || true
    cat <&3 >"$work/answer" 2>/dev/null || true
    exec 3>&-
}
get() { talk "${2:-GET} $1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"; }
status_is() {
    local line
    IFS= read -r line <"$work/answer" || true
    [[ $line == "HTTP/1.1 $1 "* ]] || fail "$2: $line instead of $1: $(head -c 600 "$work/answer")"
}
has() { grep -qF -- "$1" "$work/answer" || fail "no \"$1\" in: $(head -c 3000 "$work/answer")"; }

start_daemon
for ((tries = 0; tries < 100; tries++)); do
    port=$(sed -n 's/.*event=admin_listening address=127.0.0.1:\([0-9]*\).*/\1/p' "$work/run.err" | head -n 1)
    [ -z "$port" ] || break
    sleep 0.1
done
[ -n "$port" ] || fail "it does not say where it listens: $(cat "$work/run.err")"
wait_for_sql "two sweeps" t "SELECT count(*) >= 4 FROM sas.walk WHERE verdict = 'whole'"

get /livez
status_is 200 /livez
has 'nosniff'
has "default-src 'none'"
for ((tries = 0; tries < 100; tries++)); do
    get /readyz
    ! grep -q '^the database' "$work/answer" || { sleep 0.2 && continue; } # not read yet, on a slow machine
    break
done
status_is 200 /readyz
get /status
status_is 200 /status
has '"source":"test/china","configured":true,"health":"ok"'
get /metrics
status_is 200 /metrics
for name in sasyncd_source_read_timestamp_seconds sasyncd_source_proven_timestamp_seconds sasyncd_walks_total \
    sasyncd_api_requests_total sasyncd_api_request_duration_seconds sasyncd_throttled_total sasyncd_rows_seen_total \
    sasyncd_rows_written_total sasyncd_findings sasyncd_transitions_total sasyncd_questions_total sasyncd_held \
    sasyncd_source_health sasyncd_source_freshness_limit_seconds sasyncd_config_reload_success \
    sasyncd_lease_held sasyncd_clock_skew_seconds sasyncd_build_info; do
    has "# TYPE $name "
done
# Prometheus has nothing against it either (tests/run.sh fetches promtool).
PATH=$PATH:$(dirname "$0")/../../build/tools
if command -v promtool >/dev/null; then
    sed '1,/^\r$/d' "$work/answer" | promtool check metrics >"$work/lint" 2>&1 || fail "promtool: $(cat "$work/lint")"
    [ ! -s "$work/lint" ] || fail "promtool: $(cat "$work/lint")"
else
    printf 'no promtool here: /metrics was not held against it\n' >&2
fi
has 'sasyncd_lease_held{account="test"} 1'
has 'sasyncd_held{account="test",site="china"} 0'
has 'sasyncd_source_health{account="test",health="ok",site="china",source="test/china"} 1'
has 'sasyncd_source_freshness_limit_seconds{account="test",site="china",source="test/china"} 4'
has 'sasyncd_walks_total{account="test",site="china",source="test/china",verdict="whole"}'
open=$(sed -n 's/^sasyncd_findings{.*presence="present".*} //p' "$work/answer" | awk '{ n += $1 } END { print n }')
expect_sql "the findings that the metrics count" "$open" "SELECT count(*) FROM sas.finding WHERE presence = 'present'"

# The fuse trips: the metric tells.
control POST '/mutate?site=china' '{"op":"clear"}' >/dev/null
wait_for_sql "the hold" t "SELECT count(*) > 0 FROM sas.source WHERE held > 0"
for ((tries = 0; tries < 100; tries++)); do
    get /metrics
    ! grep -q 'sasyncd_held{account="test",site="china"} [1-9]' "$work/answer" || break
    sleep 0.2
done
grep -q 'sasyncd_held{account="test",site="china"} [1-9]' "$work/answer" || fail "the hold is not in the metrics"

# What is no good request gets an answer that says so, or none.
get / POST
status_is 405 "POST"
get /none
status_is 404 "a path that is none"
get /livez HEAD
status_is 200 HEAD
! grep -qx 'ok' "$work/answer" || fail "HEAD has a body"
talk 'this is not HTTP\r\n\r\n'
status_is 400 "what is no HTTP"
talk "GET /$(printf '%020000d' 7) HTTP/1.1\r\n\r\n"
[ "$(head -c 12 "$work/answer")" != "HTTP/1.1 200" ] || fail "a request of 20 kB was served"
for ((i = 0; i < 200; i++)); do
    { exec {held}<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || break
    printf 'GET /li' 1>&"$held" 2>/dev/null || true
done
before=$(sql --command="SELECT count(*) FROM sas.walk")
wait_for_sql "sweeps go on beside slow readers" t "SELECT count(*) > $before + 1 FROM sas.walk"

# Silence is visible.
control POST /faults '[{"fault":{"code":"InternalError","http":500}}]' >/dev/null
for ((tries = 0; tries < 150; tries++)); do
    get /readyz 2>/dev/null || true
    ! grep -q '503' "$work/answer" || break
    sleep 0.2
done
status_is 503 "/readyz of a source that is not read"
has 'test/international is stale: '
stop_daemon TERM
[ "$status" = 0 ] || fail "it ended with $status"
printf 'ok\n'
