#!/usr/bin/env bash
# What syncs recorded replays, without network and credentials, into the tables that those syncs made; two replays are
# equal to the byte. A recording holds no secret, and says so when it is not whole.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 1200 --seed 23
write_settings
echo "freshness: {limit: 1h}" >>"$work/sasyncd.yaml"
recorded=$database replays=()
# shellcheck disable=SC2317  # called by the trap
drop_replays() {
    local status=$? name
    for name in "${replays[@]}"; do dropdb --if-exists --force "$name" >/dev/null 2>&1 || true; done
    database=$recorded
    set +e
    (exit "$status")
    clean_up
}
trap 'drop_replays' EXIT

mutate() { control POST "/mutate?site=china" "$1" >/dev/null; }
recordings=()
sync_recorded() {
    local status=0 directory="$work/recording.${#recordings[@]}"
    "$sasyncd" --config "$work/sasyncd.yaml" sync --record "$directory" >"$work/sync.out" 2>"$work/sync.err" || status=$?
    [ "$status" = "${1:-0}" ] || fail "sync ended with $status instead of ${1:-0}: $(cat "$work/sync.out" "$work/sync.err")"
    recordings+=("$directory")
}

# A database $1 of its own, and settings $work/$1.yaml that know nothing else.
prepare_replay() {
    createdb "$1"
    replays+=("$1")
    printf 'database: {url: "dbname=%s"}\n' "$1" >"$work/$1.yaml"
}
# Into database $1, from the other arguments; is to end with $expected.
replay() {
    local into=$1 status=0
    shift
    env -u ALIBABA_CLOUD_ACCESS_KEY_ID "$sasyncd" --config "$work/$into.yaml" replay "$@" >"$work/replay.out" 2>"$work/replay.err" ||
        status=$?
    [ "$status" = "${expected:-0}" ] ||
        fail "replay ended with $status instead of ${expected:-0}: $(cat "$work/replay.out" "$work/replay.err")"
}
says() { grep -qF -- "$1" "$work/replay.err" || fail "replay does not say \"$1\": $(cat "$work/replay.err")"; }

programs=${SASYNCD_PG_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5n | tail -n 1)}
# All that is in the tables of database $1, in an order of its own. Leases and migrations tell the real time.
dump() {
    "$programs/pg_dump" --data-only --schema=sasync --exclude-table=sasync.lease --exclude-table=sasync.schema_migration \
        --dbname="$1" | sed '/^--/d; /^SET /d; /^\\/d; /^$/d; /set_config/d' |
        awk '/^COPY / {table = $2} {print table ": " $0}' | LC_ALL=C sort
}
# The same without what a replay cannot know: keys, the process, and the numbers of events, which each process takes in
# blocks.
dump_comparable() {
    local table columns
    for table in account source occurrence occurrence_state finding episode event rescan daily sweep walk walk_part \
        suspect quarantine action malware; do
        columns=$(psql --no-psqlrc -qtA --dbname="$1" --command="SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = 'sasync.$table'::regclass AND attnum > 0 AND NOT attisdropped
              AND attname NOT IN ('event_id', 'key_digest', 'holder', 'updated_at')")
        psql --no-psqlrc -qtA --dbname="$1" --command="COPY (SELECT $columns FROM sasync.$table) TO STDOUT" |
            sed "s/^/$table: /"
    done | LC_ALL=C sort
}

# A first load, changes of every kind, closings, a throttled call, a walk that does not reach its end, what comes back.
sync_recorded
mutate '[{"op":"rescan","count":200,"seed":3},{"op":"set","count":30,"seed":4,"fields":{"Status":3}},
  {"op":"set","count":30,"seed":5,"fields":{"Level":"suspicious"}},{"op":"add","count":25,"seed":99},
  {"op":"remove","index":[0,1,2,3,4,5,6,7,8,9,10,11]}]'
control POST /faults '[{"site":"china","match":{"page":2},"times":1,
  "fault":{"code":"Throttling.User","retry_after_ms":600}},
  {"site":"international","match":{"page":{"from":2,"to":2}},"times":1,"fault":{"kind":"invalid_utf8"}}]' >/dev/null
sync_recorded
control POST /faults '[{"site":"china","match":{"page":{"from":3,"to":3}},"always":true,
  "fault":{"kind":"error","http":400,"code":"InvalidParameter","message":"too deep"}}]' >/dev/null
sync_recorded 75
control DELETE /faults >/dev/null
mutate '[{"op":"reopen","count":5},{"op":"remove","count":20,"seed":8},{"op":"shuffle","seed":2}]'
sync_recorded
control POST '/mutate?site=international' '[{"op":"remove","fraction":0.9,"seed":5}]' >/dev/null
sync_recorded 75
expect_sql "rows are gone, and findings closed" t "SELECT count(*) > 15 AND count(*) FILTER (WHERE kind = 'closed') > 0
    FROM sas.event WHERE kind IN ('closed', 'occurrence_gone')"
expect_sql "one walk is partial" 1 "SELECT count(*) FROM sas.walk WHERE verdict = 'partial'"
expect_sql "one site is held" held "SELECT health FROM sas.source WHERE site = 'international'"
[ "$(sql --command='SELECT sum(retries) FROM sas.walk')" -gt 0 ] || fail "no call was repeated"

# Nothing secret is in it, packed or not.
for directory in "${recordings[@]}"; do
    [ "$(stat -c %a "$directory")" = 700 ] || fail "others may look into $directory"
    for file in "$directory"/*; do
        [ "$(stat -c %a "$file")" = 600 ] || fail "others may read $file"
        case $file in *.gz) gzip -dc "$file" ;; *) cat "$file" ;; esac
    done
done >"$work/unpacked"
grep -q FilePath "$work/unpacked" || fail "no row is in the recordings"
for secret in test-access-key-id test-access-key-secret x-acs-signature Authorization 'Signature=' 'Expires=' OSSAccessKeyId; do
    ! grep -qiF -- "$secret" "$work/unpacked" || fail "$secret is in a recording"
done

# Without network: the simulator is gone. Twice the same, and the same as was recorded.
kill -TERM "$simulator_pid"
wait "$simulator_pid" || true
simulator_pid=''
for n in 1 2; do
    prepare_replay "${recorded}_replay$n"
    replay "${recorded}_replay$n" "${recordings[@]}"
    dump "${recorded}_replay$n" >"$work/dump.$n"
done
[ "$(wc -l <"$work/dump.1")" -gt 5000 ] || fail "hardly anything was replayed"
cmp "$work/dump.1" "$work/dump.2" || fail "two replays differ: $(diff "$work/dump.1" "$work/dump.2" | head -n 6)"
dump_comparable "$recorded" >"$work/recorded"
dump_comparable "${recorded}_replay1" >"$work/replayed"
cmp "$work/recorded" "$work/replayed" ||
    fail "the replay is not what was recorded: $(diff "$work/recorded" "$work/replayed" | head -n 6)"
database=${recorded}_replay1
events_replay_to_tables
database=$recorded

# Only into a database of its own.
expected=65 replay "${recorded}_replay1" "${recordings[0]}"
says "a replay needs one of its own"
dump "${recorded}_replay1" | cmp - "$work/dump.1" || fail "a refused replay wrote"

# A recording that is cut short, or damaged, says so; what is before stands.
cp -r "${recordings[0]}" "$work/cut"
truncate --size=-2000 "$work/cut/test-china.ndjson.gz"
prepare_replay "${recorded}_cut"
expected=65 replay "${recorded}_cut" "$work/cut"
says "cut short"
database=${recorded}_cut
[ "$(sql --command='SELECT count(*) FROM sas.finding')" -gt 500 ] || fail "what is before the cut was not replayed"
database=$recorded
cp -r "${recordings[0]}" "$work/damaged"
printf 'XXXX' | dd of="$work/damaged/test-china.ndjson.gz" bs=1 seek=3000 conv=notrunc status=none
prepare_replay "${recorded}_damaged"
expected=65 replay "${recorded}_damaged" "$work/damaged"
says "test-china.ndjson.gz, line"
expected=65 replay "${recorded}_damaged" "$work/nowhere"
says "cannot read $work/nowhere"

# Where nothing can be recorded nothing is synced; where the disk fills up, the sync goes on.
start_simulator --rows 1200 --seed 23
write_settings
walks=$(sql --command='SELECT count(*) FROM sas.walk')
for directory in "${recordings[0]}" /dev/null/recording; do
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" sync --record "$directory" >"$work/sync.out" 2>"$work/sync.err" || status=$?
    [ "$status" = 73 ] || fail "a sync that could not record in $directory ended with $status: $(cat "$work/sync.err")"
done
expect_sql "nothing was synced" "$walks" "SELECT count(*) FROM sas.walk"
grep -q 'cannot create /dev/null/recording' "$work/sync.err" || fail "it does not say why: $(cat "$work/sync.err")"
prepare_replay "${recorded}_full"
sed -i "s/dbname=$recorded/dbname=${recorded}_full/" "$work/sasyncd.yaml"
status=0
(
    trap '' XFSZ
    ulimit -f 16
    "$sasyncd" --config "$work/sasyncd.yaml" sync --record "$work/full" 2>&1 | cat >/dev/null
    exit "${PIPESTATUS[0]}"
) || status=$?
[ "$status" = 74 ] || fail "a sync whose recording found no room ended with $status"
database=${recorded}_full
expect_sql "the sync itself was whole" "whole|whole" "SELECT string_agg(verdict, '|') FROM sas.walk"
database=$recorded
prepare_replay "${recorded}_short"
expected=65 replay "${recorded}_short" "$work/full"
says "cut short"
printf 'ok\n'
