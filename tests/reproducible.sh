#!/usr/bin/env bash
# reproducible.sh [TARGET...]
#
# Builds the release of HEAD twice, without ccache, in directories of different names, time zones and languages, and
# compares what comes: every object file, the program, and the packages that cpack makes. With TARGETs (such as
# `findings`), only their object files. It takes twice as long as a build. Exit status 1: something differs.
set -euo pipefail

case ${1:-} in
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" && exit 0 ;;
    -*) printf 'usage: tests/reproducible.sh [TARGET...]\n' >&2 && exit 64 ;;
esac
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=support/packages.sh
. "$root/tests/support/packages.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/sasyncd-twice.XXXXXX")
trap 'rm -rf "$work"' EXIT

places=("$work/a" "$work/somewhere/else/altogether")
zones=(UTC Pacific/Auckland) languages=(C C.UTF-8)
for i in 0 1; do
    git clone --quiet "$root" "${places[i]}"
    printf 'Building in %s\n' "${places[i]}"
    (
        cd "${places[i]}"
        export CCACHE_DISABLE=1 TZ=${zones[i]} LC_ALL=${languages[i]}
        say_only_failure cmake --preset release -DBUILD_TESTING=OFF
        say_only_failure cmake --build --preset release --parallel "${SASYNCD_JOBS:-$(nproc)}" ${1:+--target "$@"}
        # Files of another hour.
        find . -name .git -prune -o -exec touch --date "2001-02-0$((i + 1)) 04:05:06" {} +
        if [ $# -eq 0 ]; then
            (cd build/release && say_only_failure cpack)
        fi
    )
done

cd "${places[0]}/build/release"
find . \( -name '*.o' -o -name '*.a' -o -name '*.deb' -o -path ./sasyncd \) ! -path './_CPack_Packages/*' | sort >"$work/files"
count=$(wc -l <"$work/files") different=0
while IFS= read -r file; do
    other="${places[1]}/build/release/$file"
    cmp --quiet "$file" "$other" && continue
    different=$((different + 1))
    printf 'differs: %s\n' "$file" >&2
    # The usual reason.
    strings --all "$file" | grep -F "$work" | sort -u | head -n 3 >&2 || true
done <"$work/files"
[ "$count" -gt 0 ] || { printf 'nothing was built\n' >&2 && exit 1; }
printf '%s files compared, %s differ\n' "$count" "$different"
[ "$different" -eq 0 ]
