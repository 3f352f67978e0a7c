#!/usr/bin/env bash
# boot.sh [12|13|all]
#
# The service under systemd for real: boots a container of Debian 12 or 13 (default: both) by systemd-nspawn, with the
# package of tests/package.sh and Debian's PostgreSQL in it, and tries there what tests/shipped/boot_life.sh says:
# READY, reload, watchdog, stop, restart limits, credentials, the journal, exposure. Takes root. The container has no
# network but its own loopback, and runs in a mount namespace of its own, so that nothing outlives it.
#
# The environment of fresh.sh holds here too. Packages are taken from $SASYNCD_FRESH_CACHE/N-shelf/out (the package,
# and sas_simulator), and made where they are missing; the system that is booted is kept beside, and never written to.
set -euo pipefail

case ${1:-all} in
    12 | 13) releases=("$1") ;;
    all) releases=(12 13) ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" && exit 0 ;;
    *) printf 'usage: tests/boot.sh [12|13|all]\n' >&2 && exit 64 ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=support/debian_tree.sh
. "$root/tests/support/debian_tree.sh"
need_trees systemd-container

nspawn='' leader=''
# shellcheck disable=SC2317  # called by the trap
clean_up() {
    # With the container's first process, all others in it end.
    [ -z "$leader" ] || kill -s KILL "$leader" 2>/dev/null || true
    if [ -n "$nspawn" ]; then wait "$nspawn" 2>/dev/null || true; fi
    clean_up_tree
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The system that is booted: systemd, PostgreSQL and what the package depends on. It has a network for the last time.
make_bootable() {
    local tree=$cache/$1-boot depends
    depends=$(dpkg-deb --field "$(echo "$cache/$1-shelf/out"/sasyncd_*.deb)" Depends)
    [ "$(cat "$tree.depends" 2>/dev/null)" != "$depends" ] || return 0
    make_base "$1"
    printf 'Installing systemd and PostgreSQL in it\n'
    rm -rf --one-file-system "$tree" "$tree.depends"
    cp --archive --reflink=auto "$cache/$1-base" "$tree"
    configure "$1" "$tree"
    mkdir -p "$tree/root/sasyncd"
    # shellcheck disable=SC2016  # for the inner shell
    enter "$1" "$tree" bash -euc '
        export DEBIAN_FRONTEND=noninteractive
        get() { apt-get -qq --yes --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-unsafe-io "$@"; }
        get update
        get install systemd systemd-sysv postgresql
        get satisfy "$1"' bootable "$depends" >"$tree.log" 2>&1 || { tail -n 20 "$tree.log" >&2 && return 69; }
    rm -f "$tree/usr/sbin/policy-rc.d" "$tree/etc/machine-id"
    printf '%s\n' "$depends" >"$tree.depends"
}

# Runs a command in the container.
inside_it() {
    nsenter --target "$leader" --all --wdns=/root/sasyncd -- /usr/bin/env --ignore-environment \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@" </dev/null
}

# Boots a copy of release $1's system, its changes in $scratch, until systemd says that it runs.
boot() {
    local state='' tries
    mkdir "$scratch/tree" "$scratch/changes" "$scratch/work"
    # shellcheck disable=SC2016  # for the inner shell
    UNIFIED_CGROUP_HIERARCHY=1 unshare --mount bash -euc '
        mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/changes,workdir=$2/work" "$2/tree"
        mkdir -p "$2/tree/root/out" "$2/tree/root/sasyncd"
        cp "$3"/sasyncd_*.deb "$3/sas_simulator" "$2/tree/root/out/"
        cp -r "$4/tests" "$2/tree/root/sasyncd/"
        exec systemd-nspawn --quiet --directory="$2/tree" --boot --machine="sasyncd-boot-$$" --register=no --keep-unit \
            --private-network --link-journal=no --console=pipe' \
        boot "$cache/$1-boot" "$scratch" "$cache/$1-shelf/out" "$root" </dev/null >"$scratch/console" 2>&1 &
    nspawn=$!
    for ((tries = 0; tries < 1200; tries++)); do
        kill -0 "$nspawn" 2>/dev/null || break
        leader=$(pgrep --parent "$nspawn" --exact systemd || true)
        [ -z "$leader" ] || state=$(inside_it systemctl is-system-running 2>/dev/null || true)
        case $state in running | degraded) return 0 ;; esac
        sleep 0.1
    done
    printf 'The container did not boot (state: %s):\n' "${state:-none}" >&2
    tail -n 30 "$scratch/console" >&2
    return 69
}

result=0
for release in "${releases[@]}"; do
    printf '\n======== Debian %s\n' "$release"
    out=$cache/$release-shelf/out
    if ! [ -e "$out/sas_simulator" ] || ! ls "$out"/sasyncd_*.deb >/dev/null 2>&1; then
        SASYNCD_FRESH_ONLY='bash tests/shipped/package_build.sh' bash "$root/tests/fresh.sh" "$release" ||
            { result=1 && continue; }
    fi
    make_bootable "$release"
    scratch=$(mktemp -d "$cache/$release-boot-run.XXXXXX")
    boot "$release"
    inside_it bash tests/shipped/boot_life.sh || result=1
    kill -s KILL "$leader"
    wait "$nspawn" 2>/dev/null || true
    leader='' nspawn=''
    rm -rf --one-file-system "$scratch"
    scratch=''
done
exit "$result"
