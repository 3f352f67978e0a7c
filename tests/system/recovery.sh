#!/usr/bin/env bash
# Killed at a random moment, while it migrates, walks, publishes or keeps its lease: the database is as the last publish
# left it, which verify judges, and one sync makes it equal to the truth.
# Usage: recovery.sh SASYNCD SIMULATOR [KILLS] [SEED]
# The seed repeats what is drawn here; where exactly a kill strikes is up to the machine.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
kills=${3:-15}
seed=${4:-$((RANDOM * 32768 + RANDOM))}
printf 'seed %s\n' "$seed"
RANDOM=$((seed % 32768))

start_simulator --rows 60 --rows-international 20 --seed "$seed"
write_settings
set_section lease '{ttl: 1s}'
set_section walk '{publish_every: 10ms, publish_rows: 15}'
# Rows go all the time: the fuse is a matter of release.sh.
set_section fuse '{minimum: 1000000}'
sed -i 's/^  - name: test$/&\n    page_size: 10/' "$work/sasyncd.yaml"

# Lets the command $1 begin, and kills it within $2 ms. False where it had ended by then.
kill_within() {
    local after
    after=$((RANDOM % $2 + 1))
    "$sasyncd" --config "$work/sasyncd.yaml" "$1" >"$work/victim.out" 2>&1 &
    daemon_pid=$!
    sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
    stop_daemon KILL 2>/dev/null || true
    [ "$status" = 137 ]
}

change_data() {
    local site
    for site in china international; do
        control POST "/mutate?site=$site" "{\"op\":\"random\",\"count\":$((RANDOM % 12)),\"seed\":$RANDOM}" >/dev/null
    done
}

drop_schemas() {
    sql --command="SET client_min_messages = warning; DROP SCHEMA IF EXISTS sas, sasync CASCADE"
}

# Where the kill struck, as the tables tell it.
struck="SELECT CASE
    WHEN NOT EXISTS (SELECT FROM sasync.walk WHERE verdict IS NULL) THEN 'between walks, with the lease held'
    WHEN EXISTS (SELECT FROM sasync.walk_part JOIN sasync.walk USING (account_id, walk_id) WHERE verdict IS NULL)
        THEN 'in a walk, after a publish'
    ELSE 'in a walk, before its first publish' END"
declare -A places=()
note_place() {
    local place="before the schema was there"
    [ "$(sql --command="SELECT to_regclass('sasync.walk_part') IS NULL")" = t ] || place=$(sql --command="$struck")
    [ "$kind" != migrate ] || place="in migrate"
    places[$place]=$((${places[$place]:-0} + 1))
}

# Every migration is there whole or not at all, and all that was published belongs together.
is_as_published() {
    local status=0
    "$sasyncd" --config "$work/sasyncd.yaml" verify >"$work/verify.out" 2>&1 || status=$?
    [ "$status" = 0 ] || { [ "$status" = 78 ] && grep -q 'sasyncd migrate' "$work/verify.out"; } ||
        fail "kill $killed ($kind, seed $seed): verify ended with $status: $(head -n 20 "$work/verify.out")"
}

sync_once
took=600 killed=0 late=0
while [ "$killed" -lt "$kills" ]; do
    kind=$((RANDOM % 8))
    case $kind in
        0) kind=migrate ;;
        1 | 2) kind=run ;;
        *) kind=sync ;;
    esac
    change_data
    latency=$((RANDOM % 3 * 20))
    control POST /settings "{\"latency_ms\": $latency}" >/dev/null
    case $kind in
        migrate) drop_schemas && limit=$((took / 2)) ;;
        run) limit=2500 ;;
        sync) limit=$((took + 12 * latency)) ;;
    esac
    if ! kill_within "$kind" "$limit"; then
        late=$((late + 1))
    else
        killed=$((killed + 1))
        note_place
        is_as_published
    fi
    control POST /settings '{"latency_ms": 0}' >/dev/null
    began=$(date +%s%3N)
    sync_once
    # The next sync may be killed anywhere: it takes about as long as this one, where no lease had to lapse first.
    grep -q 'leads this account' "$work/sync.err" || took=$((($(date +%s%3N) - began) * 5 / 4 + 50))
    (compare_with_truth) 2>"$work/complaint" || fail "kill $killed ($kind, seed $seed): $(cat "$work/complaint")"
    [ "$((killed % 10))" -ne 0 ] || events_replay_to_tables
    [ "$((killed % 50))" -ne 0 ] || printf '%s kills, %s came too late\n' "$killed" "$late"
done
for place in "${!places[@]}"; do printf '%6s %s\n' "${places[$place]}" "$place"; done
printf '%s kills, %s came too late\nok\n' "$killed" "$late"
