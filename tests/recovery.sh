#!/usr/bin/env bash
# recovery.sh [KILLS [SEED]]
#
# Kills sasyncd by SIGKILL at random moments, so many times (default 1000): while it migrates, walks, publishes, keeps its
# lease. After each the database must be as the last publish left it, and one sync must make it equal to the truth
# (tests/system/recovery.sh, which ctest runs for a few). By hand: a thousand take about half an hour.
#
#   SASYNCD_BINARY=FILE, SASYNCD_SIMULATOR=FILE   others than those of build/release, which are built if they are not there
set -euo pipefail
case ${1:-1000}${2:-} in
    *[!0-9]*)
        sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
        [[ ${1:-} == --help || ${1:-} == -h ]] && exit 0
        exit 64
        ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR source=support/packages.sh
. tests/support/packages.sh
# shellcheck source-path=SCRIPTDIR source=support/build.sh
. tests/support/build.sh
if [ -z "${SASYNCD_BINARY:-}" ]; then
    install_packages
    build_preset release sasyncd sas_simulator >&2
fi
exec tests/support/with_postgres.sh bash tests/system/recovery.sh "${SASYNCD_BINARY:-build/release/sasyncd}" \
    "${SASYNCD_SIMULATOR:-build/release/tests/simulator/sas_simulator}" "${1:-1000}" ${2:+"$2"}
