#!/usr/bin/env bash
# The whole life behind PgBouncer in transaction mode, with fewer sessions to the server than there are of ours: migrate,
# sync, run with leases, a sync that asks the leader, status, verify.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
tools=$(cd "$(dirname "$0")/../.." && pwd)/build/tools
PATH=$PATH:/usr/sbin:$tools
if ! command -v pgbouncer >/dev/null; then
    printf 'SKIPPED: no pgbouncer here (tests/run.sh fetches it)\n' >&2
    exit 77
fi
start_simulator --rows 300 --seed 53
write_settings
set_section schedule '{every: 1h, timeout: 60s}'
set_section lease '{ttl: 6s}'
set_section walk '{publish_every: 10ms}'

pooler=$(mktemp -d /tmp/sasyncd-pgbouncer.XXXXXX)
pooler_pid=''
end_pooler() {
    [ -z "$pooler_pid" ] || kill -KILL "$pooler_pid" 2>/dev/null || true
    rm -rf "$pooler"
}
trap 'ended=$?; end_pooler; (exit "$ended"); clean_up' EXIT
cat >"$pooler/pgbouncer.ini" <<INI
[databases]
* = host=$PGHOST port=$PGPORT
[pgbouncer]
pool_mode = transaction
default_pool_size = 2
listen_addr =
listen_port = $PGPORT
unix_socket_dir = $pooler
auth_type = trust
auth_file = $pooler/users
log_connections = 0
log_disconnections = 0
INI
printf '"%s" ""\n' "$PGUSER" >"$pooler/users"
# Copies: another user may not be let into the checkout.
cp "$(command -v pgbouncer)" "$pooler/pgbouncer"
[ ! -d "$tools/lib" ] || cp -R "$tools/lib" "$pooler/lib"
as_nobody_special=()
if [ "$(id -u)" -eq 0 ]; then
    chown -R postgres "$pooler"
    as_nobody_special=(setpriv --reuid=postgres --regid=postgres --init-groups --)
fi
"${as_nobody_special[@]}" env LD_LIBRARY_PATH="$pooler/lib" "$pooler/pgbouncer" "$pooler/pgbouncer.ini" >"$work/pgbouncer.log" 2>&1 &
pooler_pid=$!
set_section database "{url: \"host=$pooler port=$PGPORT user=$PGUSER dbname=$database\"}"
for ((tries = 0; tries < 100; tries++)); do
    ! psql --no-psqlrc --host="$pooler" --dbname="$database" --command="SELECT 1" >/dev/null 2>&1 || break
    sleep 0.1
done
[ "$tries" -lt 100 ] || fail "pgbouncer did not start: $(cat "$work/pgbouncer.log")"

"$sasyncd" --config "$work/sasyncd.yaml" migrate >"$work/out" 2>&1 || fail "migrate: $(cat "$work/out")"
"$sasyncd" --config "$work/sasyncd.yaml" sync --dry-run >"$work/out" 2>&1 || fail "dry run: $(cat "$work/out")"
# Who listens goes past the pooler, and hears what was published through it.
# shellcheck source-path=SCRIPTDIR source=listen_lib.sh
. "$(dirname "$0")/listen_lib.sh"
sync_once
hear
grep -q '"opened" : [1-9]' "$work/heard" || fail "nothing was heard of the first sync: $(cat "$work/heard")"
compare_with_truth
start_daemon
wait_for_sql "a sweep of the daemon" t "SELECT count(*) >= 2 FROM sas.walk JOIN sasync.sweep USING (sweep_id)
    WHERE verdict = 'whole' AND kind = 'run'"
control POST "/mutate?site=china" '[{"op":"add","count":25,"seed":9},{"op":"rescan","all":true},{"op":"remove","count":4,"seed":5}]' >/dev/null
sync_once
grep -q "leads this account; asked it to sync" "$work/sync.err" || fail "no daemon leads: $(cat "$work/sync.err")"
compare_with_truth
lease=$(sql --command="SELECT expires_at FROM sasync.lease")
token=$(sql --command="SELECT token FROM sasync.lease")
wait_for_sql "the lease is renewed" t "SELECT expires_at > '$lease' FROM sasync.lease"
expect_sql "by the same holder" "$token" "SELECT token FROM sasync.lease"
# Server sessions end: clients of the pooler see their transactions fail, and go on.
sql --command="SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()" >/dev/null
control POST "/mutate?site=china" '{"op":"rescan","all":true}' >/dev/null
sync_once
compare_with_truth
"$sasyncd" --config "$work/sasyncd.yaml" status >"$work/out" 2>&1 || fail "status: $(cat "$work/out")"
grep -q 'test/china' "$work/out" || fail "status does not show test/china: $(cat "$work/out")"
events_replay_to_tables
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status: $(tail -n 5 "$work/run.err")"
expect_sql "the lease was given back" f "SELECT expires_at > clock_timestamp() FROM sasync.lease"
sync_once
compare_with_truth
! grep -E 'prepared statement|unsupported startup parameter' "$work/pgbouncer.log" || fail "what a pooler cannot do was asked of it"
printf 'ok\n'
