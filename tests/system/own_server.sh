# A PostgreSQL of the test's own, which may be stopped, frozen and filled up; sourced in the place of common.sh, which it
# sources. Lines for postgresql.conf come in the array own_server_lines.
# shellcheck shell=bash
system_tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../support/processes.sh
. "$system_tests/../support/processes.sh"
# shellcheck source-path=SCRIPTDIR source=../support/postgres.sh
. "$system_tests/../support/postgres.sh"

server=$(mktemp -d /tmp/sasyncd-pg.XXXXXX) # not $TMPDIR: the path of a unix socket is limited to 107 bytes
cluster=$server/cluster
# What a test starts beside the daemon: ended with it.
helpers=() disks=()
end_own_server() {
    if [ ${#helpers[@]} -gt 0 ]; then
        kill -KILL "${helpers[@]}" 2>/dev/null || true
        wait "${helpers[@]}" 2>/dev/null || true
    fi
    thaw_server
    stop_postgres
    [ ${#disks[@]} -eq 0 ] || umount "${disks[@]}"
    rm -rf "$server"
}
# shellcheck disable=SC2046  # a pid a word
thaw_server() { [ -z "${postgres_pid:-}" ] || kill -CONT "$postgres_pid" $(server_processes) 2>/dev/null || true; }
# Stopped processes answer nobody, but the kernel takes what is sent to them.
# shellcheck disable=SC2046
freeze_server() { kill -STOP "$postgres_pid" $(server_processes); }
server_processes() { ps --no-headers -o pid --ppid "$postgres_pid"; }

restart_server() {
    stop_postgres
    launch_postgres "$cluster" "$(postgres_programs)" || { tail -n 20 "$cluster/log" >&2 && exit 69; }
}

trap end_own_server EXIT
chmod 711 "$server" # the server's user passes through
start_postgres "$cluster" postgres postgres "listen_addresses = '127.0.0.1'" "${own_server_lines[@]:-}"
export PGHOST=$postgres_socket PGPORT=$postgres_port PGUSER=postgres PGPASSWORD=$postgres_password PGDATABASE=postgres
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$system_tests/common.sh" "$@"
trap 'ended=$?; end_own_server; (exit "$ended"); clean_up' EXIT

# The daemon is nobody in particular to the server.
role_password=first-password
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$database" \
    --command="CREATE ROLE daemon LOGIN PASSWORD '$role_password'; ALTER DATABASE $database OWNER TO daemon"
