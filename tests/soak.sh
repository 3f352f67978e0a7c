#!/usr/bin/env bash
# soak.sh [SWEEPS]
#
# So many sweeps in one process (default 10000), over data that change all the time. Memory, descriptors and the tables of
# findings must stay flat; certificates, which retention bounds, may grow, and their size is told. By hand.
#
#   SASYNCD_BINARY=FILE, SASYNCD_SIMULATOR=FILE   others than those of build/release, which are built if they are not there
set -euo pipefail
case ${1:-10000} in
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
exec tests/support/with_postgres.sh bash tests/system/soak.sh "${SASYNCD_BINARY:-build/release/sasyncd}" \
    "${SASYNCD_SIMULATOR:-build/release/tests/simulator/sas_simulator}" "${1:-10000}"
