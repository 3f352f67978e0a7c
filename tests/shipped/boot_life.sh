#!/usr/bin/env bash
# The life of the service under systemd: installed, started, reloaded, stopped, hung, restarted. Run by tests/boot.sh, in
# a booted container that is thrown away, where the package and the simulator lie in /root/out.
set -euo pipefail
if ! [ -d /run/systemd/system ] || ! [ -d /root/out ]; then
    printf 'This takes a container: run tests/boot.sh\n' >&2
    exit 64
fi
cd / # where every user may be

settings=/etc/sasyncd/sasyncd.yaml
overrides=/run/systemd/system/sasyncd.service.d
secret=test-access-key-secret
systemd=$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    systemctl --no-pager --full status sasyncd >&2 || true
    journalctl --no-pager --unit=sasyncd --lines=30 >&2 || true
    exit 1
}
trap 'fail "line $LINENO: $BASH_COMMAND"' ERR
is() { [ "$3" = "$2" ] || fail "$1: \"$3\" instead of \"$2\""; }
property() { systemctl show --property="$1" --value sasyncd; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
say() { printf '%-46s %s\n' "$1" "$2"; }

# wait_until WHAT SECONDS COMMAND...
# The limits that are not promises leave room for a busy machine.
wait_until() {
    local what=$1 end=$(($(milliseconds) + $2 * 1000))
    shift 2
    until "$@"; do
        [ "$(milliseconds)" -lt "$end" ] || fail "$what: not in time"
        sleep 0.1
    done
}
sql() { runuser --user postgres -- psql --no-psqlrc --quiet --tuples-only --no-align --dbname=security --command="$1"; }
yields() { [ "$(sql "$1" 2>/dev/null)" = "$2" ]; }
has() { [ "$(property "$1")" = "$2" ]; }
has_not() { ! has "$@"; }
control() { /root/out/sas_simulator control /run/simulator "$@" >/dev/null; }
# The journal's entries since `mark`, with this priority and this text. Not by cursor, after which a filter skips one.
mark() { since=@$(date +%s.%6N); }
told() { journalctl --unit=sasyncd --since="$since" --priority="$1..$1" --output=cat | grep -- "$2" >/dev/null; }
override() {
    mkdir -p "$overrides"
    printf '[%s]\n%s\n' "$1" "$2" >"$overrides/$3.conf"
    systemctl daemon-reload
}
whole_walks="SELECT count(*) FROM sas.walk WHERE verdict = 'whole'"
write_settings() {
    {
        cat <<'END'
database: {url: "file:database-url"}
accounts:
  - name: prod
    credentials: {kind: access_key, access_key_id: test-access-key-id, access_key_secret: "file:ak-secret"}
quota: {requests_per_second: 1000}
tls: {ca_file: /etc/sasyncd/simulator.pem}
END
        sed '/^tls:/,$d' /run/simulator/settings.yaml
        printf 'schedule: {%s}\n' "$1"
    } >$settings
}

# READY within a second, told by systemd's own clock: from the start of the program to "active". What it waited for a
# processor, on a busy machine, is no fault of its own.
expect_ready() {
    local began ended took waited
    waited=$(awk '{ print int($2 / 1000000) }' "/proc/$(property MainPID)/schedstat")
    began=$(property ExecMainStartTimestampMonotonic) ended=$(property ActiveEnterTimestampMonotonic)
    took=$(((ended - began) / 1000))
    [ $((took - waited)) -le 1000 ] || fail "READY $1: after $took ms, $waited of them waiting for a processor"
    say "READY, $1" "$took ms, $waited ms of waiting for a processor included"
}

systemctl start postgresql
wait_until "PostgreSQL" 180 runuser --user postgres -- psql --quiet --command='' 2>/dev/null
systemd-run --quiet --unit=simulator /root/out/sas_simulator --state /run/simulator --quiet --rows 300 --seed 7
/root/out/sas_simulator wait /run/simulator 30

# Install: known, neither enabled nor started.
DEBIAN_FRONTEND=noninteractive dpkg --install /root/out/sasyncd_*.deb >/run/dpkg.log 2>&1 || fail "dpkg: $(cat /run/dpkg.log)"
is "the unit after the installation" disabled "$(systemctl is-enabled sasyncd || true)"
is "the service after the installation" inactive "$(systemctl is-active sasyncd || true)"
complaints=$(systemd-analyze verify --man=no /usr/lib/systemd/system/sasyncd.service 2>&1 | grep -F sasyncd || true)
[ -z "$complaints" ] || fail "systemd-analyze verify: $complaints"
say "systemd-analyze verify" clean
is "Type" "$([ "$systemd" -ge 253 ] && echo notify-reload || echo notify)" "$(property Type)"

# A database and credentials, for root's eyes only.
runuser --user postgres -- createuser sasyncd
runuser --user postgres -- createdb --owner=sasyncd security
install --mode=600 /dev/null /etc/credstore/sasyncd.ak-secret
install --mode=600 /dev/null /etc/credstore/sasyncd.database-url
printf '%s' "$secret" >/etc/credstore/sasyncd.ak-secret
printf 'host=/run/postgresql dbname=security' >/etc/credstore/sasyncd.database-url
install --mode=644 /run/simulator/ca.pem /etc/sasyncd/simulator.pem
write_settings 'every: 1h'

mark
systemctl --quiet enable --now sasyncd
is "the service" active "$(systemctl is-active sasyncd || true)"
expect_ready "first start"
wait_until "the first sweep" 180 yields "$whole_walks" 2
exposure=$(systemd-analyze security --no-pager sasyncd | sed -n 's/.*exposure level for sasyncd.service: \([0-9.]*\).*/\1/p')
awk -v got="${exposure:-10}" 'BEGIN { exit got > 1.2 }' || fail "systemd-analyze security: $exposure"
say "systemd-analyze security" "$exposure"

# Credentials: in a directory that only the daemon may read; nowhere else.
pid=$(property MainPID)
for name in ak-secret database-url; do
    [ -s /run/credentials/sasyncd.service/$name ] || fail "there is no credential $name"
    ! runuser --user nobody -- cat "/run/credentials/sasyncd.service/$name" >/dev/null 2>&1 ||
        fail "everybody may read the credential $name"
done
! grep -aq "$secret" "/proc/$pid/environ" "/proc/$pid/cmdline" || fail "the secret is in the environment or arguments"
! journalctl --output=export | grep -a "$secret" >/dev/null || fail "the secret is in the journal"
is "the process's limit of core dumps" "0 0" "$(awk '/^Max core file size/ { print $5, $6 }' "/proc/$pid/limits")"
say "credentials by LoadCredential=" ok

# The journal: priorities as such, not as text.
told 6 'event=starting' || fail "no entry of priority 6 tells of the start"
! journalctl --unit=sasyncd --output=cat | grep '^<[0-7]>' >/dev/null || fail "priorities are shown as text"

# Reload, all or nothing, in the same process.
cp $settings /run/good.yaml
mark
write_settings 'every: 1s, evry: 1s'
systemctl reload sasyncd
wait_until "a refusal in the journal, as an error" 180 told 3 'event=reload_refused .*evry'
is "the service after a bad reload" active "$(systemctl is-active sasyncd || true)"
sleep 2
yields "$whole_walks" 2 || fail "settings that were refused took effect"
write_settings 'every: 2s'
systemctl reload sasyncd
wait_until "a reload in the journal" 180 told 6 'event=reloaded'
wait_until "sweeps as the settings say now" 180 yields "SELECT count >= 6 FROM ($whole_walks) AS w (count)" t
is "the process after reloads" "$pid" "$(property MainPID)"
say "reload ($(property Type))" "all or nothing"
say "journal priorities" ok

# Stop in the middle of a sweep.
control POST /settings '{"latency_ms": 20000}'
wait_until "a sweep under way" 180 has StatusText Sweeping
systemctl stop sasyncd
took=$((($(property InactiveEnterTimestampMonotonic) - $(property ActiveExitTimestampMonotonic)) / 1000))
[ "$took" -le 5000 ] || fail "stopping in mid-sweep took $took ms"
is "the result of a stop in mid-sweep" success "$(property Result)"
is "the exit status of a stop in mid-sweep" 0 "$(property ExecMainStatus)"
say "stop in mid-sweep" "$took ms"
control POST /settings '{"latency_ms": 0}'

# Without a database it is ready as well, and waits.
systemctl stop 'postgresql*'
systemctl start sasyncd
expect_ready "no database"
walks=$(systemctl start postgresql && wait_until "PostgreSQL" 180 yields 'SELECT 1' 1 && sql "$whole_walks")
wait_until "a sweep when the database is back" 180 yields "SELECT count > $walks FROM ($whole_walks) AS w (count)" t

# The watchdog spares who is idle and kills who hangs.
write_settings 'every: 1h'
override Service 'WatchdogSec=6s
RestartSec=1s' watchdog
systemctl restart sasyncd
wait_until "the sweep at start" 180 has_not StatusText Sweeping
pid=$(property MainPID)
sleep 15
is "the idle process after 2.5 times WatchdogSec" "$pid" "$(property MainPID)"
say "the watchdog spares an idle process" "15 s of WatchdogSec=6s"
began=$(milliseconds)
kill -s STOP "$pid"
gone() { ! [ -d "/proc/$pid" ]; }
wait_until "the watchdog killing a hung process" 12 gone
say "the watchdog kills a hung process" "$(($(milliseconds) - began)) ms of WatchdogSec=6s"
journalctl --unit=sasyncd --output=cat | grep 'Watchdog timeout' >/dev/null || fail "the journal tells of no watchdog"
[ -z "$(find /var/lib/systemd/coredump -type f 2>/dev/null)" ] || fail "memory was dumped"
wait_until "a restart after the watchdog" 180 has ActiveState active
rm "$overrides/watchdog.conf"

# Settings that are wrong stay wrong: no restart. Other failures are restarted, ten times in ten minutes at most.
override Service RestartSec=100ms fast
write_settings 'every: nonsense'
systemctl restart sasyncd 2>/dev/null || true
wait_until "the end of a start with wrong settings" 180 has ActiveState failed
is "the exit status for wrong settings" 78 "$(property ExecMainStatus)"
sleep 1
is "the service after wrong settings" failed "$(systemctl is-active sasyncd || true)"
say "wrong settings" "exit 78, not restarted"
cp /run/good.yaml $settings
systemctl reset-failed sasyncd
systemctl start sasyncd
kills=0
while [ "$kills" -lt 20 ]; do
    wait_until "a start or the limit" 180 has_not ActiveState activating
    [ "$(property ActiveState)" = active ] || break
    pid=$(property MainPID)
    kill -s KILL "$pid"
    kills=$((kills + 1))
    wait_until "the end of a killed process" 180 has_not MainPID "$pid"
done
is "the service after the last of $kills kills" failed "$(systemctl is-active sasyncd || true)"
[ "$kills" -eq 10 ] || fail "$kills starts instead of 10 in ten minutes"
systemctl reset-failed sasyncd
systemctl start sasyncd
wait_until "a start by hand after the limit" 180 has ActiveState active
say "restart limits" "given up after $kills starts"

apt_purge() { DEBIAN_FRONTEND=noninteractive dpkg --purge sasyncd >/run/dpkg.log 2>&1 || fail "dpkg: $(cat /run/dpkg.log)"; }
rm -r "$overrides"
apt_purge
is "the service after a purge" inactive "$(systemctl is-active sasyncd || true)"
printf 'ok: Debian %s, systemd %s\n' "$(cat /etc/debian_version)" "$systemd"
