# Ways in which a database lets one down: strike_NAME begins one, heal_NAME ends it. Sourced after own_server.sh.
# shellcheck shell=bash disable=SC2154  # own_server.sh sets cluster, database and work

# What the settings say of the database: set_database 'lock_timeout: 1s'
set_database() {
    local url="host=$PGHOST port=$PGPORT dbname=$database user=daemon password=$role_password"
    set_section database "{url: \"$url\"${1:+, $1}}"
}
cut_sessions() {
    sql --command="SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'daemon'" >/dev/null
}
alter_server() { sql --command="ALTER SYSTEM $1" --command="SELECT pg_reload_conf()" >/dev/null; }

strike_stopped() { stop_postgres; }
heal_stopped() { restart_server; }

# One process killed, and the server ends all sessions and recovers.
strike_killed_backend() {
    local pid
    pid=$(sql --command="SELECT min(pid) FROM pg_stat_activity WHERE usename = 'daemon'")
    [ -n "$pid" ] || fail "no session of the daemon to be killed"
    kill -KILL "$pid"
}
heal_killed_backend() { :; }

strike_frozen() { freeze_server; }
heal_frozen() { thaw_server; }

strike_read_only() { alter_server "SET default_transaction_read_only = on"; }
heal_read_only() {
    sql --command="SET default_transaction_read_only = off" --command="ALTER SYSTEM RESET default_transaction_read_only" \
        --command="SELECT pg_reload_conf()" >/dev/null
}

# The name of the primary leads to a standby from now on.
strike_standby() {
    stop_postgres
    touch "$cluster/data/standby.signal"
    [ "$(id -u)" -ne 0 ] || chown postgres "$cluster/data/standby.signal"
    launch_postgres "$cluster" "$(postgres_programs)" || fail "no standby: $(tail -n 5 "$cluster/log")"
}
heal_standby() { sql --command="SELECT pg_promote()" >/dev/null; }

strike_sessions_full() { sql --command="ALTER ROLE daemon CONNECTION LIMIT 0" && cut_sessions; }
heal_sessions_full() { sql --command="ALTER ROLE daemon CONNECTION LIMIT -1"; }

# With a password asked for, over TCP; the role's is another one then.
strike_password() { sql --command="ALTER ROLE daemon PASSWORD 'another'" && cut_sessions; }
heal_password() { sql --command="ALTER ROLE daemon PASSWORD '$role_password'"; }

strike_privilege() { sql --command="REVOKE INSERT, UPDATE ON sasync.occurrence_state FROM daemon"; }
heal_privilege() { sql --command="GRANT INSERT, UPDATE ON sasync.occurrence_state TO daemon"; }

# Somebody holds a lock that a publish needs.
strike_locked() {
    rival "BEGIN; LOCK TABLE sasync.occurrence_state IN SHARE ROW EXCLUSIVE MODE; SELECT pg_sleep(600)"
}
heal_locked() {
    sql --command="SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rival'" >/dev/null
}
strike_slow() { strike_locked; }
heal_slow() { heal_locked; }

# Somebody holds it and wants, once a publish waits, what the publish holds.
strike_deadlock() {
    rival "BEGIN; SET LOCAL deadlock_timeout = '10min'; LOCK TABLE sasync.occurrence_state IN SHARE ROW EXCLUSIVE MODE;
        DO \$\$ BEGIN
            FOR i IN 1..600 LOOP
                PERFORM pg_sleep(0.05);
                EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE NOT granted
                                  AND relation = 'sasync.occurrence_state'::regclass);
            END LOOP;
        END \$\$;
        UPDATE sasync.lease SET holder = holder; ROLLBACK"
}
heal_deadlock() { :; }

rival() {
    PGAPPNAME=rival psql --no-psqlrc --quiet --dbname="$database" --command="$1" >"$work/rival.out" 2>&1 &
    helpers+=($!)
    wait_for_sql "somebody with a lock" t "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_stat_activity USING (pid)
        WHERE application_name = 'rival' AND granted AND relation = 'sasync.occurrence_state'::regclass)"
}

# The table that takes most lies on a disk of its own. False where none can be made.
make_small_disk() {
    small=$server/small
    mkdir "$small"
    [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=16m tmpfs "$small" 2>"$work/mount.err" || return 1
    disks+=("$small")
    chown postgres "$small"
    chmod 700 "$small"
    sql --command="CREATE TABLESPACE small LOCATION '$small'"
    sql --command="ALTER TABLE sasync.occurrence SET TABLESPACE small"
}
strike_disk_full() { head -c 64M /dev/zero >"$small/full" 2>/dev/null || true; }
heal_disk_full() { rm -f "$small/full"; }

# The server commits, and its answer never comes.
strike_lost_commit() { printf 'INSERT INTO sasync.walk_part\n' >"$work/order"; }
heal_lost_commit() { [ ! -e "$work/order" ] || fail "no answer to a COMMIT was kept back"; }
start_proxy() {
    mkdir "$work/proxy"
    perl "$system_tests/../support/cutting_proxy.pl" "$work/proxy/.s.PGSQL.$PGPORT" "$PGHOST/.s.PGSQL.$PGPORT" \
        "$work/order" 2>"$work/proxy.err" &
    helpers+=($!)
    set_section database "{url: \"host=$work/proxy port=$PGPORT dbname=$database user=daemon\"}"
}
