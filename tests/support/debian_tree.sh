# shellcheck shell=bash
# Trees of fresh, minimal Debian systems, made by debootstrap from the mirror that this machine's apt is set up with.
# Sourced by fresh.sh and boot.sh, which say what SASYNCD_FRESH_CACHE and SASYNCD_FRESH_MIRROR mean. Takes root.

cache=${SASYNCD_FRESH_CACHE:-/var/cache/sasyncd-fresh}

codename() { case $1 in 12) echo bookworm ;; 13) echo trixie ;; esac; }

# Ends the script unless it may make trees; installs debootstrap where it is missing, and the packages named.
need_trees() {
    if [ "$(id -u)" -ne 0 ]; then
        printf '%s makes a file system tree with debootstrap and enters it: run it as root.\n' "${0##*/}" >&2
        exit 77
    fi
    local wanted
    # shellcheck source-path=SCRIPTDIR source=packages.sh
    . "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
    mapfile -t wanted < <(packages_missing debootstrap "$@")
    [ "${#wanted[@]}" -gt 0 ] || return 0
    say_only_failure apt_get update
    say_only_failure apt_get --yes --no-install-recommends install "${wanted[@]}"
}

# Prints where this machine's apt finds Debian ($1 = Debian) or its security updates ($1 = Debian-Security).
mirror() {
    local url
    # shellcheck disable=SC2016  # apt fills these in
    url=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        sed -n "s/^$1 //p" | sed -n 1p)
    printf '%s\n' "${url%/}"
}

# The settings of this machine's apt that decide whether the mirror can be reached and is believed.
apt_settings() {
    apt-config dump | grep -E '^Acquire::((https?|ftp)::|Check-|Retries|ForceIPv)' || true
    local proxy
    proxy=$(apt-config shell proxy Acquire::http::Proxy-Auto-Detect)
    [ -z "$proxy" ] || printf '%s: note: the proxy detection of this machine is not taken along\n' "${0##*/}" >&2
}

# Makes the base system of release $1 in $cache, unless it is there.
make_base() {
    local base=$cache/$1-base suite url
    [ ! -d "$base" ] || return 0
    suite=$(codename "$1")
    url=${SASYNCD_FRESH_MIRROR:-$(mirror Debian)}
    if [ -z "$url" ]; then
        printf 'apt knows no mirror of Debian here: run apt-get update, or name one in SASYNCD_FRESH_MIRROR.\n' >&2
        return 69
    fi
    printf 'Making the base system of Debian %s from %s\n' "$1" "$url"
    mkdir -p "$cache"
    rm -rf "$base.part"
    debootstrap --variant=minbase --include=git,ca-certificates "$suite" "$base.part" "$url" >"$cache/$1-base.log" || {
        tail -n 20 "$cache/$1-base.log" >&2
        return 69
    }
    mv "$base.part" "$base"
}

# Gives the tree $2 of release $1 the network of this machine, and apt its mirror.
configure() {
    local suite url security
    suite=$(codename "$1")
    url=${SASYNCD_FRESH_MIRROR:-$(mirror Debian)} security=$(mirror Debian-Security)
    cp --dereference /etc/resolv.conf /etc/hosts "$2/etc/"
    printf 'deb %s %s main\n' "$url" "$suite" "$url" "$suite-updates" >"$2/etc/apt/sources.list"
    [ -z "$security" ] || printf 'deb %s %s main\n' "$security" "$suite-security" >>"$2/etc/apt/sources.list"
    apt_settings >"$2/etc/apt/apt.conf.d/99fresh"
    # Certificates that this machine trusts in addition, in case the mirror or a proxy needs them.
    cp /usr/local/share/ca-certificates/*.crt "$2/usr/local/share/ca-certificates/" 2>/dev/null || true
    chroot "$2" update-ca-certificates >/dev/null 2>&1 || true
    # No service of the tree may start: it would be a service on this machine.
    printf '#!/bin/sh\nexit 101\n' >"$2/usr/sbin/policy-rc.d"
    chmod 755 "$2/usr/sbin/policy-rc.d"
}

# Makes a copy of the base system of release $1 with HEAD of the checkout $3 in /root/sasyncd, as the tree $2.
make_tree() {
    cp --archive --reflink=auto "$cache/$1-base" "$2"
    configure "$1" "$2"
    git -c safe.directory="$3" -C "$3" bundle create --quiet "$2.bundle" HEAD
    git -c advice.detachedHead=false clone --quiet "$2.bundle" "$2/root/sasyncd"
}

# Runs command $3... in the tree $2 of release $1, alone in its PID namespace, and tells if it left anything running.
# $inside is its first process, for who must end it.
enter() {
    local tree=$2 shelf=$cache/$1-shelf
    mkdir -p "$shelf/archives/partial" "$shelf/ccache" "$shelf/out"
    shift 2
    # shellcheck disable=SC2016  # for the inner shell
    unshare --mount --pid --ipc --fork --kill-child bash -euc '
        tree=$1 shelf=$2
        shift 2
        mount -t proc proc "$tree/proc"
        mount --rbind /dev "$tree/dev"
        mount --bind "$shelf/archives" "$tree/var/cache/apt/archives"
        mkdir -p "$tree/root/.cache/ccache" "$tree/root/out"
        mount --bind "$shelf/out" "$tree/root/out"
        mount --bind "$shelf/ccache" "$tree/root/.cache/ccache"
        status=0
        chroot "$tree" /usr/bin/env --ignore-environment --chdir=/root/sasyncd \
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM="${TERM:-dumb}" \
            ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
            ${no_proxy:+no_proxy="$no_proxy"} "$@" </dev/null || status=$?
        # A process that has just been told to end may take a moment.
        for waited in 1 2 3 4 5 6 7 8 9 10; do
            left=""
            for process in "$tree"/proc/[0-9]*; do
                if [ "${process##*/}" != 1 ] && [ -r "$process/exe" ]; then
                    left="$left $(tr "\\0" " " 2>/dev/null <"$process/cmdline" || :)"
                fi
            done
            [ -n "${left// }" ] || break
            sleep 0.3
        done
        if [ -n "${left// }" ]; then
            printf "Left running: %s\n" "$left" >&2
            [ "$status" -ne 0 ] || status=1
        fi
        exit "$status"
    ' fresh "$tree" "$shelf" "$@" &
    inside=$!
    wait "$inside"
}

inside='' scratch=''
# For a trap at EXIT: ends what `enter` runs, and removes the directory $scratch.
# shellcheck disable=SC2317  # called by the trap
clean_up_tree() {
    # With the first process of its PID namespace, all others in it end.
    if [ -n "$inside" ] && kill -s KILL "$inside" 2>/dev/null; then wait "$inside" 2>/dev/null || true; fi
    [ -z "$scratch" ] || rm -rf --one-file-system "$scratch"
}
