#!/usr/bin/env bash
# Clocks that differ: the server's is learned from its answers, requests are signed by it, the log and the metrics tell,
# and sweeps keep their pace; a clock that is absurd is not believed.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 50 --seed 67
write_settings
set_section admin '{listen: "127.0.0.1:0"}'

get() {
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' "$1" >&3
    cat <&3 >"$work/answer"
    exec 3>&-
}
whole_walks() { sql --command="SELECT count(*) FROM sas.walk WHERE verdict = 'whole' AND site = 'china'"; }
set_clock() { control POST /settings "{\"clock_offset_s\":$1}" >/dev/null; }
# Whole walks go on, and the skew of both sites that the metrics tell comes near to this.
follows() {
    local before skew tries
    set_clock "$1"
    before=$(whole_walks)
    wait_for_sql "walks with a clock that is off by $1 s" t \
        "SELECT count(*) >= $before + 3 FROM sas.walk WHERE verdict = 'whole' AND site = 'china'"
    for ((tries = 0; tries < 50; tries++)); do
        get /metrics
        skew=$(sed -n 's/^sasyncd_clock_skew_seconds{site="china"} //p' "$work/answer")
        [ "$skew" -lt $(($1 - 120)) ] || [ "$skew" -gt $(($1 + 120)) ] || return 0
        sleep 0.2
    done
    fail "the metrics tell a skew of $skew s instead of $1 s"
}

start_daemon
for ((tries = 0; tries < 300; tries++)); do
    port=$(sed -n 's/.*event=admin_listening address=127.0.0.1:\([0-9]*\).*/\1/p' "$work/run.err" | head -n 1)
    [ -z "$port" ] || break
    sleep 0.1
done
wait_for_sql "the first sweep" t "SELECT count(*) >= 2 FROM sas.walk WHERE verdict = 'whole'"

# Steps in either direction, and back: what NTP, a suspended machine or a wrong time zone make of two clocks.
for offset in 3600 -3600 7200 0; do follows "$offset"; done
grep -q 'event=clock_skew .*site=china skew_s=3[56][0-9][0-9];' "$work/run.err" ||
    fail "the log does not tell of the skew: $(grep clock_skew "$work/run.err" | head -n 5)"

# More than a day: not believed, and not signed with.
before=$(grep -c 'event=clock_skew' "$work/run.err" || true)
set_clock 172800
wait_for_sql "a refusal" t "SELECT count(*) > 0 FROM sas.source WHERE last_verdict <> 'whole'"
[ "$(grep -c 'event=clock_skew' "$work/run.err")" = "$before" ] || fail "an absurd clock was believed: $(tail -n 3 "$work/run.err")"
sql --command="SELECT reason FROM sas.source WHERE site = 'china'" | grep -q 'more than a day' ||
    fail "the reason does not tell: $(sql --command="SELECT reason FROM sas.source")"
follows 0

# Through all of it they kept their pace: no more of them than `every`, less its jitter, has room for.
expect_sql "no more sweeps than there was time for" t "SELECT count(*) - 2 <= date_part('epoch', max(started_at) - min(started_at)) / 0.9
    FROM sas.walk WHERE site = 'china'"
stop_daemon TERM
printf 'ok\n'
