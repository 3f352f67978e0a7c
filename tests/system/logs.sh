#!/usr/bin/env bash
# The log: a full disk, a closed stream, a reader who stopped or is gone stop neither the daemon nor a sync; each shape
# of it can be read by machines; what repeats is limited.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 50 --seed 61
write_settings

# Two more sweeps, whatever happens to the log; then it stops as it should, and in time.
it_works_and_stops() {
    local before began
    before=$(sql --command="SELECT coalesce(max(sweep_id), 0) FROM sas.walk" 2>/dev/null || printf 0)
    wait_for_sql "$1: two more sweeps" t \
        "SELECT count(DISTINCT sweep_id) >= 2 FROM sas.walk WHERE sweep_id > $before AND verdict = 'whole'"
    began=$SECONDS
    stop_daemon TERM
    [ "$status" = 0 ] || fail "$1: it ended with $status"
    [ $((SECONDS - began)) -le 10 ] || fail "$1: it took $((SECONDS - began)) s to stop"
}
# In the background only: it takes the shell's place.
run() { exec "$sasyncd" --config "$work/sasyncd.yaml" --log-level debug run; }

# All is well: every line has its time, its level and its event.
run 2>"$work/run.err" &
daemon_pid=$!
it_works_and_stops "a file"
! grep -vE '^[0-9-]{10}T[0-9:.]{12}Z (debug|info|warning|error) +event=[a-z_]+( |$)' "$work/run.err" >"$work/odd" ||
    fail "lines without an event: $(head -n 3 "$work/odd")"

# A full disk.
run >/dev/full 2>/dev/full &
daemon_pid=$!
it_works_and_stops "a full disk"

# Closed streams: nothing else gets their numbers.
run <&- >&- 2>&- &
daemon_pid=$!
for ((tries = 0; tries < 100; tries++)); do
    [ "$(readlink "/proc/$daemon_pid/exe")" != "$(readlink -f "$sasyncd")" ] || [ ! -e "/proc/$daemon_pid/fd/5" ] || break
    sleep 0.1
done
for number in 0 1 2; do
    [ "$(readlink "/proc/$daemon_pid/fd/$number")" = /dev/null ] ||
        fail "descriptor $number is $(readlink "/proc/$daemon_pid/fd/$number")"
done
it_works_and_stops "closed streams"

# A reader who is gone.
mkfifo "$work/pipe"
exec 5<>"$work/pipe" 6>"$work/pipe"
run 2>&6 5>&- 6>&- &
daemon_pid=$!
exec 5>&- 6>&-
it_works_and_stops "a reader who is gone"

# A reader who stopped: what he did not take is counted, and told once he reads again.
exec 5<>"$work/pipe" 6>"$work/pipe"
head -c 65536 /dev/zero >&5
run 2>&6 5>&- 6>&- &
daemon_pid=$!
wait_for_sql "a sweep beside a full pipe" t "SELECT count(*) > 0 FROM sas.walk WHERE ended_at > now() - interval '2 s'"
sleep 2
cat <&5 >"$work/read" 2>/dev/null &
reader=$!
for ((tries = 0; tries < 300; tries++)); do
    ! grep -aq 'event=log_lines_lost lines=[1-9]' "$work/read" || break
    sleep 0.1
done
kill "$reader"
wait "$reader" 2>/dev/null || true
grep -aq 'event=log_lines_lost lines=[1-9]' "$work/read" || fail "nobody is told of the lines that are lost"
head -c 65536 /dev/zero | dd oflag=nonblock bs=4096 >&5 2>/dev/null || true
it_works_and_stops "a reader who stopped"
exec 5>&- 6>&-

# JSON: each line is an object, with the event and its fields.
set_section log '{format: json}'
"$sasyncd" --config "$work/sasyncd.yaml" --log-level debug run 2>"$work/json.err" &
daemon_pid=$!
it_works_and_stops "JSON"
expect_sql "lines of JSON without time, level, event or message" 0 "SELECT count(*)
FROM regexp_split_to_table(\$lines\$$(cat "$work/json.err")\$lines\$, E'\n') line
WHERE line <> '' AND NOT (line::jsonb ?& ARRAY['time', 'level', 'event', 'message'])"
expect_sql "the version that started" "$("$sasyncd" --version | cut -d' ' -f2)" "SELECT line::jsonb ->> 'version'
FROM regexp_split_to_table(\$lines\$$(cat "$work/json.err")\$lines\$, E'\n') line
WHERE line LIKE '%\"starting\"%'"

# The journal: known by its stream, each line with its priority and without the time that the journal adds.
sed -i '/^log:/d' "$work/sasyncd.yaml"
: >"$work/journal.err"
JOURNAL_STREAM=$(stat --format=%d:%i "$work/journal.err") \
    "$sasyncd" --config "$work/sasyncd.yaml" --log-level debug run 2>>"$work/journal.err" &
daemon_pid=$!
it_works_and_stops "the journal"
! grep -vE '^<[2-7]>event=[a-z_]+( |$)' "$work/journal.err" >"$work/odd" ||
    fail "lines that the journal cannot sort: $(head -n 3 "$work/odd")"
grep -q '^<7>' "$work/journal.err" || fail "nothing has the priority of debug"

# What repeats is limited: ten a minute of a kind.
began=$SECONDS
before=$(sql --command="SELECT max(sweep_id) FROM sas.walk")
"$sasyncd" --config "$work/sasyncd.yaml" run 2>"$work/run.err" &
daemon_pid=$!
wait_for_sql "a sweep that knows its account" t "SELECT count(*) > 0 FROM sas.walk WHERE sweep_id > $before AND verdict = 'whole'"
control POST /faults '[{"fault":{"code":"NoPermission","http":403}}]' >/dev/null
wait_for_sql "sweeps that fail" t "SELECT count(*) >= 40 FROM sas.walk WHERE verdict = 'refused'"
stop_daemon TERM
most=$(sed -nE 's/^[^ ]+ (warning|error) +(event=[a-z_]+.*)/\2/p' "$work/run.err" |
    sed -E 's/\(request [^)]*\)|\b[0-9]{1,9}\b//g' | sort | uniq -c | sort -rn | sed -n 1p)
[ -n "$most" ] || fail "no warning at all: $(tail -n 5 "$work/run.err")"
limit=$((10 * ((SECONDS - began) / 60 + 1)))
[ "${most%% event*}" -le "$limit" ] || fail "more than $limit: $most"
control POST /faults '[]' >/dev/null

# A sync does its work whoever reads.
sync_to() {
    local status=0
    eval "\"$sasyncd\" --config \"$work/sasyncd.yaml\" sync $1" || status=$?
    [ "$status" = 0 ] || fail "sync $1 ended with $status"
}
sync_to '>/dev/full 2>/dev/full'
sync_to '<&- >&- 2>&-'
sync_to '2> >(exec true) > >(exec true)'
printf 'ok\n'
