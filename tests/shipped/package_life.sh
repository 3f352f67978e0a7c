#!/usr/bin/env bash
# The life of the package that lies in /root/out: installed, upgraded, removed, purged. Run by tests/package.sh, on a
# system that is thrown away.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source-path=SCRIPTDIR source=../support/packages.sh
. tests/support/packages.sh
[ -d /root/out ] || { printf 'This changes the system that it runs on: run tests/package.sh\n' >&2 && exit 64; }

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}
# is WHAT EXPECTED GOT
is() { [ "$3" = "$2" ] || fail "$1: \"$3\" instead of \"$2\""; }
apt_install() { say_only_failure apt_get --yes --no-install-recommends "$@"; }

package=$(echo /root/out/sasyncd_*.deb)
version=$(dpkg-deb --field "$package" Version)
settings=/etc/sasyncd/sasyncd.yaml
work=$(mktemp -d)

printf 'dependencies: %s\n' "$(dpkg-deb --field "$package" Depends)"
say_only_failure apt_get update
apt_install satisfy "$(dpkg-deb --field "$package" Depends)"
everything() { find /etc /usr /opt /srv /home /var/lib/systemd -xdev \( -path '*/__pycache__' -prune -o -print \) | sort; }
everything >"$work/before"

# An older version, whose settings said something else.
dpkg-deb --raw-extract "$package" "$work/old"
sed -i 's/^Version: .*/Version: 0.0.1-1/' "$work/old/DEBIAN/control"
printf '# of the older version\n' >>"$work/old$settings"
sed -i '/sasyncd.yaml$/d' "$work/old/DEBIAN/md5sums"
dpkg-deb -Znone --root-owner-group --build "$work/old" "$work/old.deb" >/dev/null

printf 'install\n'
apt_install install "$work/old.deb"
is "the user" "/nonexistent:/usr/sbin/nologin" "$(getent passwd sasyncd | cut -d: -f6,7)"
is "rights of the settings" "640 root:sasyncd" "$(stat --format='%a %U:%G' $settings)"
is "rights of their directory" "750 root:sasyncd" "$(stat --format='%a %U:%G' /etc/sasyncd)"
is "rights of the secrets' directory" "700 root:root" "$(stat --format='%a %U:%G' /etc/credstore)"
is "conffiles" "$settings" "$(dpkg-query --show --showformat='${Conffiles}\n' sasyncd | sed -n 's/^ \(.*\) .*/\1/p')"
is "the unit" disabled "$(systemctl is-enabled sasyncd 2>/dev/null || true)"
systemd-analyze verify /usr/lib/systemd/system/sasyncd.service || fail "systemd-analyze verify"
is "the version" "sasyncd ${version%-*}" "$(sasyncd --version)"
for page in man1/sasyncd.1 man5/sasyncd.yaml.5; do
    # Minimal systems leave manual pages out; the package has them.
    dpkg --listfiles sasyncd | grep -x "/usr/share/man/$page.gz" >/dev/null || fail "no manual page $page"
done
dpkg --listfiles sasyncd | grep -x /usr/share/bash-completion/completions/sasyncd >/dev/null || fail "no completion"
[ -s /usr/share/doc/sasyncd/copyright ] || fail "no copyright file"
runuser --user sasyncd -- sasyncd check --print-settings >"$work/settings" || fail "the user cannot read the settings"
! runuser --user nobody -- cat $settings 2>/dev/null || fail "everybody can read the settings"

printf 'upgrade, settings untouched\n'
apt_install install "$package"
is "the version installed" "$version" "$(dpkg-query --show --showformat='${Version}' sasyncd)"
! grep -q 'of the older version' $settings || fail "settings that nobody changed are not renewed"
is "rights of the settings after an upgrade" "640 root:sasyncd" "$(stat --format='%a %U:%G' $settings)"
is "the unit after an upgrade" disabled "$(systemctl is-enabled sasyncd 2>/dev/null || true)"

printf 'upgrade, settings changed: a database and credentials are all that it takes\n'
apt_install --allow-downgrades -o Dpkg::Options::=--force-confnew install "$work/old.deb"
cat >$settings <<'END'
database:
  url: file:database-url
accounts:
  - name: prod
    account_id: "1234567890123456"
    credentials: {kind: access_key, access_key_id: example, access_key_secret: "file:ak-secret"}
END
printf 'host=127.0.0.1 port=1 dbname=security' >/etc/sasyncd/database-url
printf 'secret' >/etc/sasyncd/ak-secret
chgrp sasyncd /etc/sasyncd/database-url /etc/sasyncd/ak-secret
cp $settings "$work/edited"
systemctl enable sasyncd >/dev/null 2>&1
apt_install -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$package"
cmp $settings "$work/edited" || fail "the operator's settings were changed"
is "the unit that was enabled" enabled "$(systemctl is-enabled sasyncd)"
runuser --user sasyncd -- sasyncd check --print-settings >"$work/settings" || fail "the settings are not taken"
status=0
runuser --user sasyncd -- sasyncd status >"$work/out" 2>&1 || status=$?
is "status without a database ($(cat "$work/out"))" 69 "$status"

printf 'remove\n'
apt_install remove sasyncd
[ ! -e /usr/bin/sasyncd ] || fail "the program is still there"
cmp $settings "$work/edited" || fail "the settings did not survive a removal"
apt_install install "$package"
is "the unit after a return" enabled "$(systemctl is-enabled sasyncd)"

printf 'purge\n'
apt_install purge sasyncd
[ ! -e $settings ] || fail "the settings survived a purge"
[ -s /etc/sasyncd/ak-secret ] || fail "a purge took a secret that the operator had put there"
rm -r /etc/sasyncd
getent passwd sasyncd >/dev/null || fail "the user is gone: another may get its number"
everything >"$work/after"
# Where users are listed, and where secrets may lie.
left=$(comm -13 "$work/before" "$work/after" | grep -Evx '/etc/(passwd|group|shadow|gshadow)-|/etc/credstore(\.encrypted)?' || true)
[ -z "$left" ] || fail "left behind: $left"
gone=$(comm -23 "$work/before" "$work/after")
[ -z "$gone" ] || fail "taken along: $gone"
printf 'ok: %s\n' "$version"
