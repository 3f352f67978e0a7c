#!/usr/bin/env bash
# Trouble with the database while a walk is under way: run says what it is and what to do, and goes on by itself when it
# is over, with the same walk, reading no page again and writing nothing twice.
# Usage: database_trouble.sh SASYNCD SIMULATOR [REGEX]
own_server_lines=("deadlock_timeout = 5s")
# shellcheck source-path=SCRIPTDIR source=own_server.sh
. "$(dirname "$0")/own_server.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=trouble_lib.sh
. "$system_tests/trouble_lib.sh"
only=${3:-}
start_simulator --rows 160 --seed 23
write_settings
set_database
set_section lease '{ttl: 2s}'
set_section walk '{publish_every: 10ms, publish_rows: 15}'
set_section fuse '{minimum: 1000000}'
set_section quota '{requests_per_second: 2000, in_flight: 1}'
sed -i 's/^  - name: test$/&\n    page_size: 20/' "$work/sasyncd.yaml"
sync_once

wait_for_log() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        ! grep -q -- "$1" "$work/run.err" || return 0
        kill -0 "$daemon_pid" 2>/dev/null || fail "$name: the daemon ended: $(cat "$work/run.err")"
        sleep 0.1
    done
    fail "$name: the log does not tell '$1': $(cat "$work/run.err")"
}

# Every page changes, some rows go; page 5 takes a while, after parts of those before it, so that the trouble comes before the end.
prepare() {
    control POST "/mutate?site=china" "[{\"op\":\"rescan\",\"all\":true},{\"op\":\"remove\",\"count\":3,\"seed\":$cases},
        {\"op\":\"add\",\"count\":${added:-4},\"at\":\"front\",\"seed\":$cases}]" >/dev/null
    control POST /faults '[{"site":"china","match":{"page":5,"MaliciousMd5":null,"RepoRegionId":null,"Status":null},
        "times":1,"fault":{"kind":"delay","ms":4000}}]' >/dev/null
    control POST /requests/clear >/dev/null
    : >"$work/run.err"
}

pages_were_read_once() {
    local twice
    twice=$(control GET '/requests?action=DescribeAffectedMaliciousFileImages' | grep -o '"site":"[a-z]*"\|"parameters":{[^}]*}' |
        paste - - | grep '"PageSize":"20"' | grep -v 'MaliciousMd5\|RepoRegionId\|"Status"\|ScanRange' | sort | uniq -d)
    [ -z "$twice" ] || fail "$name: pages were read again: $twice"
}

nothing_is_there_twice() {
    expect_sql "$name: an opening for each episode, once" t "SELECT (SELECT count(*) FROM sas.episode) =
        (SELECT count(*) FROM sas.event WHERE kind IN ('opened', 'reopened'))"
    expect_sql "$name: rescans, each on record once" t "SELECT (SELECT sum(rescanned) FROM sasync.walk_part) =
        (SELECT count(*) FROM sas.event WHERE kind = 'rescanned')"
    events_replay_to_tables
    compare_with_truth
}

last_sweep="(SELECT max(sweep_id) FROM sasync.sweep WHERE kind = 'run')"
# trouble NAME WORDS: what the log must tell meanwhile. With again=yes it is no matter of waiting: a later sweep is whole.
trouble() {
    local name=$1 says=$2
    [ -z "$only" ] || [[ $name =~ $only ]] || return 0
    cases=$((cases + 1))
    set_section schedule "{every: $([ "${again:-no}" = yes ] && printf 1s || printf 1h), timeout: 120s}"
    prepare
    start_daemon
    wait_for_sql "$name: a part of a walk that is under way" t "SELECT EXISTS (SELECT FROM sasync.walk_part
        JOIN sasync.walk USING (account_id, walk_id) WHERE verdict IS NULL)"
    SECONDS=0
    "strike_$name"
    wait_for_log "$says"
    [ "$SECONDS" -le 30 ] || fail "$name: noticed after $SECONDS s"
    "heal_$name"
    if [ "${again:-no}" = yes ]; then
        control POST /requests/clear >/dev/null
        wait_for_sql "$name: whole walks after it" t "SELECT count(*) >= 2 FROM sasync.walk
            WHERE verdict = 'whole' AND started_at > (SELECT max(started_at) FROM sasync.walk WHERE verdict <> 'whole')"
    else
        wait_for_sql "$name: both walks" 'whole|whole' \
            "SELECT string_agg(verdict, '|') FROM sasync.walk WHERE sweep_id = $last_sweep"
        pages_were_read_once
    fi
    stop_daemon TERM
    [ "$status" = 0 ] || fail "$name: the daemon ended with $status: $(tail -n 5 "$work/run.err")"
    control DELETE /faults >/dev/null
    [ "${again:-no}" = no ] || sync_once
    (nothing_is_there_twice) || fail "$name: see above"
    printf '%s\n' "$name"
}

cases=0
trouble stopped 'see that PostgreSQL runs'
trouble killed_backend 'event=database_failed'
trouble frozen 'event=database_silent'
trouble read_only 'database.url must name the primary'
trouble standby 'database.url must name the primary'
trouble sessions_full 'raise max_connections'
set_database 'statement_timeout: 1s, lock_timeout: 60s'
trouble slow 'took longer than database.statement_timeout'
set_database 'lock_timeout: 1s'
trouble locked 'holds a lock for longer than database.lock_timeout'
set_database
trouble deadlock 'another session writes the same rows'
if make_small_disk; then
    added=250 trouble disk_full 'free disk space on the database server'
else
    printf 'disk_full is left out: mounting a small disk takes root (%s)\n' "$(cat "$work/mount.err" 2>/dev/null)"
fi
again=yes trouble privilege 'grant it to this role'
set_section database "{url: \"host=127.0.0.1 port=$PGPORT dbname=$database user=daemon password=$role_password\"}"
again=yes trouble password 'check user and password of database.url'
start_proxy
trouble lost_commit 'looked up before it is sent again'
printf 'ok\n'
