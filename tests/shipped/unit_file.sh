#!/usr/bin/env bash
# The unit: systemd takes every line of it, and counts its exposure at 1.2 or less of 10. Without systemd 252 or later
# it says so and ends with 77.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(systemd-analyze --version 2>/dev/null | sed -n '1s/^systemd \([0-9]*\).*/\1/p' || true)
if [ "${version:-0}" -lt 252 ]; then
    printf 'SKIPPED: no systemd-analyze of systemd 252 or later here, so the unit was not looked at\n' >&2
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
type=notify-reload reload=ReloadSignal=SIGHUP
[ "$version" -ge 253 ] || { type=notify && reload="ExecReload=/bin/sh -c 'kill -s HUP \$MAINPID'"; }
# A program that exists, and units that it names which need not.
sed -e "s,@bindir@/sasyncd,/bin/true," -e "s,@docdir@,/usr/share/doc/sasyncd," -e "s,@etc@,/etc," \
    -e "s,@type@,$type," -e "s,@reload@,$reload," systemd/sasyncd.service.in >"$work/sasyncd.service"
! grep -q '@[a-z]*@' "$work/sasyncd.service" || { grep '@[a-z]*@' "$work/sasyncd.service" >&2 && exit 1; }

complaints=$(systemd-analyze verify --man=no --recursive-errors=no "$work/sasyncd.service" 2>&1) && status=0 || status=$?
[ "$status" -eq 0 ] && [ -z "$complaints" ] || {
    printf 'systemd-analyze verify (%s): %s\n' "$status" "$complaints" >&2
    exit 1
}
systemd-analyze security --offline=true --no-pager --threshold=12 "$work/sasyncd.service" >"$work/security" || {
    printf 'systemd-analyze security: more than 1.2\n' >&2
    sed -n '/✗/p; $p' "$work/security" >&2
    exit 1
}
tail -n 1 "$work/security"
