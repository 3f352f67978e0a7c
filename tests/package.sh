#!/usr/bin/env bash
# package.sh [12|13|all] [DEB]
#
# Makes the Debian package on a fresh Debian 12 or 13 (default: both) and looks at it with lintian; then, on another
# fresh system that has none of what the build took: installs it, upgrades it, removes it and purges it. With DEB, a
# package that is there already is tried instead. Takes root. The environment of fresh.sh holds here too; the packages
# are kept in $SASYNCD_FRESH_CACHE/N-shelf/out.
set -euo pipefail

case ${1:-all} in
    12 | 13) releases=("$1") ;;
    all) releases=(12 13) ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" && exit 0 ;;
    *) printf 'usage: tests/package.sh [12|13|all] [DEB]\n' >&2 && exit 64 ;;
esac
given=${2:-}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${SASYNCD_FRESH_CACHE:-/var/cache/sasyncd-fresh}

result=0
for release in "${releases[@]}"; do
    out=$cache/$release-shelf/out
    rm -rf "$out"
    mkdir -p "$out"
    if [ -n "$given" ]; then
        cp "$given" "$out/"
    else
        SASYNCD_FRESH_ONLY='bash tests/shipped/package_build.sh' bash "$here/fresh.sh" "$release" || { result=1 && continue; }
    fi
    SASYNCD_FRESH_ONLY='bash tests/shipped/package_life.sh' bash "$here/fresh.sh" "$release" || result=1
done
exit "$result"
