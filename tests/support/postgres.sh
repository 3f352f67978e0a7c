# shellcheck shell=bash
# A PostgreSQL cluster of one's own, in a directory of its own: started, stopped by its pid, and gone with the
# directory. No cluster of the system is touched. Sourced, after processes.sh, by with_postgres.sh and try.sh.

# The signal that a server gets when the shell that started it dies, or `clear` to let it live on.
server_dies_on=${server_dies_on:-QUIT}

# Prints the directory of the newest PostgreSQL server's programs ($SASYNCD_PG_BIN, if set, wins).
postgres_programs() {
    local newest
    newest=${SASYNCD_PG_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5n | tail -n 1)}
    if [ ! -x "$newest/postgres" ]; then
        printf 'No PostgreSQL server is installed under /usr/lib/postgresql.\n' >&2
        return 69
    fi
    printf '%s\n' "$newest"
}

# Runs a command as the user that runs the server. PostgreSQL refuses to be root, so root becomes `postgres`.
# setpriv replaces itself by the command, so that the pid stays that of the caller's child.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig="$server_dies_on" -- "$@"
    else
        exec setpriv --pdeathsig="$server_dies_on" -- "$@"
    fi
}

# Makes a cluster in the new directory $1 with superuser $2 and database $3, and starts it. Further arguments are
# lines for postgresql.conf. Sets $postgres_pid, $postgres_socket (a directory) and $postgres_port.
# The socket's directory is private, so nobody is asked for a password there; over TCP, which is on only if a line
# says so, the password is in $postgres_password.
start_postgres() {
    local directory=$1 user=$2 database=$3 programs attempt
    shift 3
    programs=$(postgres_programs) || return
    postgres_socket=$directory/socket
    postgres_password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    mkdir -m 0700 "$directory" "$directory/socket" || return
    printf '%s\n' "$postgres_password" >"$directory/password"
    [ "$(id -u)" -ne 0 ] || chown -R postgres:postgres "$directory"

    (
        cd "$directory" &&
            as_server "$programs/initdb" --pgdata=data --username="$user" --pwfile=password --encoding=UTF8 \
                --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 --no-sync --no-instructions
    ) >"$directory/initdb.log" 2>&1 || {
        tail -n 20 "$directory/initdb.log" >&2
        return 69
    }
    {
        printf '%s\n' "unix_socket_directories = '$postgres_socket'" "listen_addresses = ''" \
            'fsync = off' "timezone = 'UTC'" "log_timezone = 'UTC'" "log_line_prefix = '%m [%p] %q%a '" "$@"
    } >>"$directory/data/postgresql.conf"

    # The port is guessed, below the range that the kernel gives out, and guessed again if somebody has it.
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        postgres_port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        launch_postgres "$directory" "$programs" && break
        if [ "$attempt" -eq 10 ] || ! grep -q 'could not create any TCP/IP sockets' "$directory/log"; then
            tail -n 20 "$directory/log" >&2
            return 69
        fi
    done
    [ "$database" = postgres ] ||
        "$programs/createdb" --host="$postgres_socket" --port="$postgres_port" --username="$user" "$database"
}

# Starts the server of $1 on $postgres_port, in a session of its own: a Ctrl-C at the terminal is not for it.
launch_postgres() {
    local directory=$1 programs=$2 waited
    (
        cd "$directory" && as_server setsid "$programs/postgres" -D "$directory/data" -p "$postgres_port"
    ) >"$directory/log" 2>&1 </dev/null &
    postgres_pid=$!
    for ((waited = 0; waited < 600; waited++)); do
        kill -0 "$postgres_pid" 2>/dev/null || break
        "$programs/pg_isready" --quiet --host="$postgres_socket" --port="$postgres_port" && return 0
        sleep 0.1
    done
    stop_postgres
    return 1
}

# Stops the server: open sessions are cut, as `pg_ctl stop -m fast` does; after 20 s it is told not to wait.
stop_postgres() {
    [ -n "${postgres_pid:-}" ] || return 0
    stop_process "$postgres_pid" INT QUIT
    postgres_pid=''
}
