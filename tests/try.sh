#!/usr/bin/env bash
# try.sh [--keep] [--real]
#
# Shows sasyncd at work, from a fresh clone on a bare Debian 12 or 13: installs what is missing, builds, starts a
# PostgreSQL server and a simulated Security Center in a directory of their own, makes the schema, runs one sweep,
# and shows what an analyst then finds by SQL. Takes a few minutes, nearly all of them for building. Ends with exit
# status 0, and leaves nothing running.
#
#   --keep   leaves the server and the simulator running, and says how to use and how to stop them
#   --real   syncs the account whose credentials are in the environment, instead of the simulator:
#            ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, and ALIBABA_CLOUD_SECURITY_TOKEN if it
#            has one; or a profile of the aliyun command line
#   --help   this text
set -euo pipefail

usage() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; }

keep='' real=''
for option in "$@"; do
    case $option in
        --keep) keep=yes ;;
        --real) real=yes ;;
        -h | --help) usage && exit 0 ;;
        *) printf 'try.sh: unknown option %s\n\n' "$option" >&2 && usage >&2 && exit 64 ;;
    esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR source=support/packages.sh
. tests/support/packages.sh
# shellcheck source-path=SCRIPTDIR source=support/build.sh
. tests/support/build.sh
# shellcheck source-path=SCRIPTDIR source=support/processes.sh
. tests/support/processes.sh
# shellcheck source-path=SCRIPTDIR source=support/postgres.sh
. tests/support/postgres.sh

sasyncd=$PWD/build/release/sasyncd
simulator=$PWD/build/release/tests/simulator/sas_simulator

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi
heading() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# A credential of each kind that the chain looks for, so that --real can say early that there is none.
have_credentials() {
    [ -n "${ALIBABA_CLOUD_ACCESS_KEY_ID:-}" ] || [ -e "${HOME:-/}/.aliyun/config.json" ] ||
        [ -e "${ALIBABA_CLOUD_CREDENTIALS_FILE:-${HOME:-/}/.alibabacloud/credentials}" ]
}

# Builds; a terminal sees ninja's one line, anything else only what went wrong.
build() {
    local targets=(sasyncd)
    [ -n "$real" ] || targets+=(sas_simulator)
    if [ -t 1 ]; then
        build_preset release "${targets[@]}"
    else
        say_only_failure build_preset release "${targets[@]}"
    fi
}

# Starts the simulator and waits until it has written where it listens.
start_simulator() {
    local state=$scratch/simulator dies_on=TERM waited
    [ -z "$keep" ] || dies_on=clear
    mkdir -m 0700 "$state"
    setsid setpriv --pdeathsig="$dies_on" -- \
        "$simulator" --state "$state" --rows 3000 --seed 7 >"$state/log" 2>&1 </dev/null &
    simulator_pid=$!
    for ((waited = 0; waited < 300; waited++)); do
        if [ -s "$state/port.china" ] && [ -s "$state/port.international" ] && [ -s "$state/port.sts" ]; then return; fi
        kill -0 "$simulator_pid" 2>/dev/null || break
        sleep 0.1
    done
    printf 'The simulator did not start:\n' >&2
    tail -n 20 "$state/log" >&2
    return 70
}

simulator_url() { printf 'https://127.0.0.1:%s' "$(cat "$scratch/simulator/port.$1")"; }

write_settings() {
    (
        umask 077
        cat >"$settings" <<END
database:
  url: "$database_url"
admin: {listen: ""}
END
        [ -z "$real" ] || exit 0
        printf 'test-access-key-secret\n' >"$scratch/ak-secret"
        cat >>"$settings" <<END
accounts:
  - name: demo
    credentials:
      kind: access_key
      access_key_id: test-access-key-id
      access_key_secret: "file:$scratch/ak-secret"
endpoints:
  china: $(simulator_url china)
  international: $(simulator_url international)
  sts: $(simulator_url sts)
tls: {ca_file: "$scratch/simulator/ca.pem"}
quota: {requests_per_second: 20}
END
    )
}

# What an analyst would ask first.
show_findings() {
    heading "The worst that is open (view sas.finding)"
    ask "SELECT level, malware_name AS malware, repo_namespace || '/' || repo_name || ':' || tag AS image,
                occurrences AS seen, status_name AS status, to_char(first_scan_at, 'YYYY-MM-DD') AS since
         FROM sas.finding WHERE presence = 'present'
         ORDER BY level_rank DESC, first_scan_at, image_uuid, malicious_md5 LIMIT 8"
    heading "How many, how bad"
    ask "SELECT level, count(*) AS findings, sum(occurrences) AS occurrences, count(DISTINCT image_uuid) AS images
         FROM sas.finding WHERE presence = 'present' GROUP BY level, level_rank ORDER BY level_rank DESC"
    heading "What happened (view sas.event)"
    ask "SELECT kind, reason, count(*) AS events FROM sas.event GROUP BY kind, reason ORDER BY events DESC, kind"
    heading "How fresh all this is (view sas.source)"
    ask "SELECT source, health, fresh, open_findings, date_trunc('second', age) AS age FROM sas.source ORDER BY source"
}

ask() {
    psql --no-psqlrc --quiet --pset=pager=off --pset=null=- --pset=footer=off --set=ON_ERROR_STOP=1 \
        --dbname="$database_url" --command="$1" | sed '${/^$/d}'
}

# With --keep: a script that undoes all this, since the pids are known only here.
write_stop_script() {
    cat >"$scratch/stop" <<END
#!/bin/sh
# Stops what tests/try.sh --keep left running, and removes its directory.
stop() {
    kill -s "\$2" "\$1" 2>/dev/null || return 0
    for waited in \$(seq 100); do kill -0 "\$1" 2>/dev/null || return 0; sleep 0.1; done
}
# A pid counts only while it is still the program that was started.
case \$(readlink "/proc/${simulator_pid:-0}/exe") in *sas_simulator*) stop "${simulator_pid:-0}" TERM ;; esac
case \$(readlink "/proc/$postgres_pid/exe") in */postgres*) stop "$postgres_pid" INT ;; esac
rm -rf "$scratch"
END
    chmod 700 "$scratch/stop"
}

say_how_to_go_on() {
    heading "How to go on"
    if [ -n "$keep" ]; then
        cat <<END
The database is running. Look around, sweep again, or let the daemon run:
  psql "$database_url"
  $sasyncd --config $settings sync
  $sasyncd --config $settings run
When you have seen enough, this stops and removes everything:
  $scratch/stop
END
    else
        cat <<END
Everything has been stopped and removed. To look around with psql:
  tests/try.sh --keep
END
    fi
    [ -n "$real" ] || cat <<END
To see your own account instead, read-only, with the credentials of your environment:
  tests/try.sh --real --keep
END
    printf 'To install it as a service, and for all settings: README.md\n'
}

stop_all() {
    [ -z "${simulator_pid:-}" ] || stop_process "$simulator_pid" TERM KILL
    stop_postgres
    [ -z "${scratch:-}" ] || rm -rf "$scratch"
    simulator_pid='' scratch=''
}

# shellcheck disable=SC2317  # called by the trap
clean_up() {
    local status=$? started=${scratch:-}
    trap '' INT TERM HUP
    stop_all
    if [ "$status" -ne 0 ] && [ "$status" -lt 128 ] && [ -n "$started" ]; then
        printf '\ntry.sh ends with exit status %s. Nothing was left running.\n' "$status" >&2
    fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

if [ -n "$real" ] && ! have_credentials; then
    printf 'There are no credentials in the environment. Set ALIBABA_CLOUD_ACCESS_KEY_ID and\n' >&2
    printf 'ALIBABA_CLOUD_ACCESS_KEY_SECRET; the key needs yundun-sas:DescribeAffectedMaliciousFileImages only.\n' >&2
    exit 78
fi

heading "1. Packages"
install_packages
printf 'All there.\n'

heading "2. Building sasyncd (a few minutes the first time)"
build
"$sasyncd" --version

if [ -n "$real" ]; then
    heading "3. A private PostgreSQL"
else
    heading "3. A private PostgreSQL and a simulated Security Center"
fi
while read -r name; do unset "$name"; done < <(compgen -e PG || true) # not about this server
[ -z "$keep" ] || server_dies_on=clear
scratch=$(mktemp -d /tmp/sasyncd-try.XXXXXX) # a unix socket's path is short: not $TMPDIR
chmod 711 "$scratch"
start_postgres "$scratch/postgres" sasyncd sasyncd
database_url="host=$postgres_socket port=$postgres_port user=sasyncd dbname=sasyncd"
settings=$scratch/sasyncd.yaml
[ -n "$real" ] || start_simulator
write_settings
printf 'Running, in %s\n' "$scratch"

heading "4. The schema (sasyncd migrate)"
run_and_forward "$sasyncd" --config "$settings" migrate

heading "5. One sweep (sasyncd sync)"
swept=0
run_and_forward "$sasyncd" --config "$settings" sync || swept=$?
case $swept in
    0) ;;
    75) printf '\nNot all of it could be read this time: see above. What was read is in the database.\n' ;;
    *) exit "$swept" ;;
esac

heading "6. What an analyst sees"
show_findings

if [ -n "$keep" ]; then
    write_stop_script
    trap - EXIT
else
    stop_all
fi
say_how_to_go_on
exit "$swept"
