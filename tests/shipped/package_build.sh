#!/usr/bin/env bash
# Makes the packages, and the simulator, and leaves them in /root/out. Run by tests/package.sh, on a system that is thrown away.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source-path=SCRIPTDIR source=../support/packages.sh
. tests/support/packages.sh
# shellcheck source-path=SCRIPTDIR source=../support/build.sh
. tests/support/build.sh

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

install_packages
say_only_failure apt_get --yes --no-install-recommends install lintian man-db
say_only_failure cmake --preset release -DBUILD_TESTING=OFF
build_preset release
(cd build/release && say_only_failure cpack)

package=$(echo build/release/sasyncd_*.deb) symbols=$(echo build/release/sasyncd-dbgsym_*.deb)
lintian --fail-on error "$package" "$symbols" || fail "lintian finds errors"
build_id=$(readelf --notes build/release/sasyncd | sed -n 's/.*Build ID: //p')
dpkg-deb --contents "$symbols" | grep "/usr/lib/debug/.build-id/${build_id:0:2}/${build_id:2}.debug$" >/dev/null ||
    fail "$symbols does not hold the symbols of the program (build id $build_id)"
# As Debian hardens programs: at an address of its own, with tables that nobody writes to once it runs.
readelf --wide --file-header --dynamic --program-headers build/release/sasyncd >build/hardening
for sign in 'Type:.*DYN' 'FLAGS.*NOW' GNU_RELRO; do
    grep -q "$sign" build/hardening || fail "the program is not hardened: no $sign"
done
for page in build/release/systemd/sasyncd.1 build/release/systemd/sasyncd.yaml.5; do
    complaints=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=100 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
    [ -z "$complaints" ] || fail "man about $page: $complaints"
done
cp "$package" "$symbols" /root/out/

# What the package is tried against by tests/boot.sh.
say_only_failure cmake --preset release -DBUILD_TESTING=ON
build_preset release sas_simulator
cp build/release/tests/simulator/sas_simulator /root/out/
