# shellcheck shell=bash
# The Debian packages that building and testing need: the one list of them, and how they are installed.
# Sourced by run.sh, try.sh and fresh.sh.

# Prints the packages for the Debian release with number $1 (12, 13, ...), one a line; with "fuzzers" as $2 also those
# that fuzzing needs.
packages_for() {
    printf '%s\n' \
        g++ cmake ninja-build ccache pkg-config \
        libssl-dev libsimdjson-dev libpqxx-dev libspdlog-dev libfmt-dev libyaml-cpp-dev prometheus-cpp-dev zlib1g-dev \
        libgtest-dev libgmock-dev \
        postgresql openssl ca-certificates
    case $1 in
        # Debian 12's default is Boost 1.74, which has no Boost.URL and cannot be installed beside 1.81.
        12) printf '%s\n' libboost1.81-dev libboost-url1.81-dev ;;
        *) printf '%s\n' libboost-dev libboost-url-dev ;;
    esac
    case $1-${2:-} in
        12-fuzzers) printf '%s\n' clang libclang-rt-14-dev ;;
        *-fuzzers) printf '%s\n' clang libclang-rt-19-dev ;;
    esac
}

# Prints the number of the Debian release that this machine runs, or nothing if it runs something else.
debian_release() {
    # shellcheck source=/dev/null
    (. /etc/os-release && [ "${ID:-}" = debian ] && printf '%s\n' "${VERSION_ID:-}") || true
}

# Of the packages named as arguments, prints those that are not installed.
packages_missing() {
    local name
    for name in "$@"; do
        # A name can stand for several architectures; one that is installed is enough.
        dpkg-query --show --showformat '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed ||
            printf '%s\n' "$name"
    done
}

# Runs a command as root: as it is, or by sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        printf 'Packages are missing, and installing them takes root: run this as root, install sudo,\n' >&2
        printf 'or have someone install: %s\n' "${missing[*]}" >&2
        return 77
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get --quiet --quiet --option DPkg::Lock::Timeout=300 --option Dpkg::Use-Pty=0 "$@"
}

# Installs what is missing; with "fuzzers" as $1 also for them. Where nothing is, apt is not called at all.
install_packages() {
    local release missing replaced
    release=$(debian_release)
    case $release in
        12 | 13) ;;
        *) printf 'This is written for Debian 12 and 13; trying with the package names of 13.\n' >&2 ;;
    esac
    # shellcheck disable=SC2046  # one package a word
    mapfile -t missing < <(packages_missing $(packages_for "$release" "${1:-}"))
    [ "${#missing[@]}" -gt 0 ] || return 0

    printf 'Installing %s packages: %s\n' "${#missing[@]}" "${missing[*]}"
    say_only_failure apt_get update || return
    replaced=$(apt-get --simulate --no-install-recommends install "${missing[@]}" 2>/dev/null |
        sed -n 's/^Remv \([^ ]*\).*/\1/p') || true
    [ -z "$replaced" ] || printf 'They take the place of: %s\n' "${replaced//$'\n'/ }"
    say_only_failure install_with_apt "${missing[@]}"
}

# Runs a command, and shows what it said only if it fails.
say_only_failure() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || status=$?
    [ "$status" -eq 0 ] || tail -n 30 "$log" >&2
    rm -f "$log"
    return "$status"
}

# PostgreSQL is wanted for its programs only. A fresh install of it makes and starts a system cluster, which
# Debian lets an administrator decline: that is done for the time of this install.
install_with_apt() {
    local decline=/etc/postgresql-common/createcluster.d/sasyncd-build.conf status=0
    if [ -z "$(packages_missing postgresql-common)" ]; then
        decline='' # it is known here: what it does is not ours to decide
    else
        as_root mkdir -p "${decline%/*}" || return
        printf 'create_main_cluster = false\n' | as_root tee "$decline" >/dev/null || return
    fi
    apt_get --yes --no-install-recommends install "$@" || status=$?
    [ -z "$decline" ] || as_root rm -f "$decline"
    return "$status"
}

# Puts promtool, which checks alert rules, into build/tools. Debian 12 has it in the package of the Prometheus server, whose
# installation starts that: it is unpacked instead. What needs promtool does without where this fails, and says so.
fetch_promtool() {
    local tools=$PWD/build/tools package=prometheus
    ! apt-cache show promtool >/dev/null 2>&1 || package=promtool
    ! PATH=$PATH:$tools command -v promtool >/dev/null || return 0
    mkdir -p "$tools"
    # apt drops its rights for the download, and need not be able to write here.
    if (cd "$tools" && apt-get --quiet --quiet --option APT::Sandbox::User=root download "$package") >/dev/null 2>&1 &&
        dpkg-deb --fsys-tarfile "$tools/$package"_*.deb |
        tar --extract --directory="$tools" --strip-components=3 ./usr/bin/promtool; then
        rm -f "$tools/$package"_*.deb
    else
        printf 'promtool could not be fetched: the alert rules will not be tried\n' >&2
    fi
}

# Likewise PgBouncer, which its package would start as a service, and what it needs beside what is here anyway.
fetch_pgbouncer() {
    local tools=$PWD/build/tools libraries package
    ! PATH=$PATH:/usr/sbin:$tools command -v pgbouncer >/dev/null || return 0
    mkdir -p "$tools/packages" "$tools/lib"
    libraries=$(apt-cache depends pgbouncer 2>/dev/null | sed -n 's/^ *Depends: \(lib.*ares[^ ]*\|libevent[^ ]*\)$/\1/p')
    # shellcheck disable=SC2086  # one package a word
    if (cd "$tools/packages" && apt-get --quiet --quiet --option APT::Sandbox::User=root download pgbouncer $libraries) \
        >/dev/null 2>&1; then
        for package in "$tools"/packages/*.deb; do dpkg-deb --extract "$package" "$tools/packages"; done
        find "$tools/packages" -name 'lib*.so.*' -exec mv --target-directory="$tools/lib" {} +
        mv "$tools/packages/usr/sbin/pgbouncer" "$tools"
    else
        printf 'pgbouncer could not be fetched: life behind it will not be tried\n' >&2
    fi
    rm -rf "$tools/packages"
}
