#!/usr/bin/env bash
# A sync that meets trouble with the database gives up in time, with the exit status that tells what kind it is and the
# words that tell what to do; the next one, once it is over, makes everything true.
# Usage: database_refusals.sh SASYNCD SIMULATOR [REGEX]
# shellcheck source-path=SCRIPTDIR source=own_server.sh
. "$(dirname "$0")/own_server.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=trouble_lib.sh
. "$system_tests/trouble_lib.sh"
only=${3:-}
start_simulator --rows 60 --seed 29
write_settings
set_database
set_section lease '{ttl: 2s}'
sync_once

# refusal NAME STATUS WORDS
refusal() {
    local name=$1 expected=$2 says=$3
    [ -z "$only" ] || [[ $name =~ $only ]] || return 0
    control POST "/mutate?site=china" '[{"op":"rescan","all":true},{"op":"add","count":'"${added:-3}"',"seed":7}]' >/dev/null
    "strike_$name"
    SECONDS=0
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/out" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "$name: sync ended with $status instead of $expected: $(cat "$work/out")"
    [ "$SECONDS" -le 60 ] || fail "$name: sync took $SECONDS s"
    grep -q -- "$says" "$work/out" || fail "$name: not told '$says': $(cat "$work/out")"
    ! grep -q "$role_password" "$work/out" || fail "$name: the password was told: $(cat "$work/out")"
    "heal_$name"
    sync_once
    (compare_with_truth && events_replay_to_tables) || fail "$name: see above"
    printf '%s\n' "$name"
}

refusal stopped 69 'see that PostgreSQL runs'
refusal frozen 69 'see that PostgreSQL runs'
refusal read_only 69 'database.url must name the primary'
refusal standby 69 'database.url must name the primary'
refusal sessions_full 69 'raise max_connections'
refusal privilege 77 'grant it to this role'
set_database 'statement_timeout: 1s, lock_timeout: 60s'
refusal slow 69 'took longer than database.statement_timeout'
set_database 'lock_timeout: 1s'
refusal locked 69 'holds a lock for longer than database.lock_timeout'
set_database
if make_small_disk; then
    added=300 refusal disk_full 69 'free disk space on the database server'
else
    printf 'disk_full is left out: mounting a small disk takes root (%s)\n' "$(cat "$work/mount.err" 2>/dev/null)"
fi
set_section database "{url: \"host=127.0.0.1 port=$PGPORT dbname=$database user=daemon password=$role_password\"}"
refusal password 77 'check user and password of database.url'
printf 'ok\n'
