#!/usr/bin/env bash
# fresh.sh [12|13|all]
#
# Proves that tests/try.sh and tests/run.sh do what they say from nothing: makes a fresh, minimal Debian 12 or 13
# (default: both) by debootstrap, clones HEAD into it, and runs the two there, as root, with no other file of this
# machine. They run in mount and PID namespaces of their own, so that nothing outlives them. Takes root.
#
# Packages come from the mirror that this machine's apt is set up with, with its proxy and trust settings.
#
#   SASYNCD_FRESH_CACHE=DIRECTORY   keeps base systems, downloaded packages and compiler output, so that the next time
#                                   is faster (default /var/cache/sasyncd-fresh)
#   SASYNCD_FRESH_MIRROR=URL        another mirror
#   SASYNCD_FRESH_ONLY=COMMAND      runs this instead of the two, e.g. 'tests/run.sh parser'. What it puts into /root/out
#                                   is kept in the cache, and there for the next one.
set -euo pipefail

usage() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; }

case ${1:-all} in
    12 | 13) releases=("$1") ;;
    all) releases=(12 13) ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 64 ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=support/debian_tree.sh
. "$root/tests/support/debian_tree.sh"
need_trees
trap clean_up_tree EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

summary='' result=0
for release in "${releases[@]}"; do
    make_base "$release"
    scratch=$(mktemp -d "$cache/$release-run.XXXXXX")
    tree=$scratch/tree
    make_tree "$release" "$tree" "$root"

    commands=(tests/try.sh tests/run.sh)
    [ -z "${SASYNCD_FRESH_ONLY:-}" ] || commands=("$SASYNCD_FRESH_ONLY")
    for command in "${commands[@]}"; do
        printf '\n======== Debian %s: %s\n' "$release" "$command"
        began=$SECONDS status=0
        enter "$release" "$tree" bash -c "$command" || status=$?
        [ "$status" -eq 0 ] || result=1
        summary+=$(printf 'Debian %s  %-14s  exit %-3s  %4d s' "$release" "$command" "$status" $((SECONDS - began)))$'\n'
    done
    rm -rf --one-file-system "$scratch"
    scratch=''
done

printf '\n%s' "$summary"
exit "$result"
