#!/usr/bin/env bash
# with_postgres.sh COMMAND [ARGUMENT...]
#
# Runs COMMAND with a PostgreSQL server of its own, made for it and gone after it, and returns COMMAND's exit status.
# COMMAND finds the server by libpq's environment: PGHOST (the directory of a unix socket), PGPORT, PGUSER (a
# superuser), PGPASSWORD, PGDATABASE. It listens on 127.0.0.1:$PGPORT as well, with the same user and password.
#
#   SASYNCD_PG_LOG=FILE         keeps the server's log there
#   SASYNCD_PG_SETTINGS=LINES   added to postgresql.conf (fsync is off unless they say otherwise)
#   SASYNCD_PG_BIN=DIRECTORY    the server's programs; default: the newest under /usr/lib/postgresql
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=processes.sh
. "$here/processes.sh"
# shellcheck source-path=SCRIPTDIR source=postgres.sh
. "$here/postgres.sh"

if [ $# -eq 0 ]; then
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
    exit 64
fi

scratch=$(mktemp -d /tmp/sasyncd-pg.XXXXXX) # not $TMPDIR: the path of a unix socket is limited to 107 bytes
# shellcheck disable=SC2317  # called by the trap
clean_up() {
    trap '' INT TERM HUP
    stop_postgres
    [ -z "${SASYNCD_PG_LOG:-}" ] || [ ! -e "$scratch/cluster/log" ] || cp "$scratch/cluster/log" "$SASYNCD_PG_LOG"
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# Whatever the caller's environment says of a server is not about this one.
while read -r name; do unset "$name"; done < <(compgen -e PG || true)

chmod 711 "$scratch" # the server's user passes through
start_postgres "$scratch/cluster" postgres postgres "listen_addresses = '127.0.0.1'" "${SASYNCD_PG_SETTINGS:-}"
export PGHOST=$postgres_socket PGPORT=$postgres_port PGUSER=postgres PGPASSWORD=$postgres_password PGDATABASE=postgres

status=0
run_and_forward "$@" || status=$?
exit "$status"
