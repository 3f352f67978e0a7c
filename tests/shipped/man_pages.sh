#!/usr/bin/env bash
# man_pages.sh SASYNCD
# The manual pages tell of every command and option of the program's help and of every key of the settings, and are such
# that man has nothing to say about them.
set -euo pipefail
sasyncd=$1
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
result=0
complain() {
    printf '%s\n' "$*" >&2
    result=1
}

for page in sasyncd.1 sasyncd.yaml.5; do
    awk -v version=1 -v docdir=/doc -v datadir=/share -v help=daemon/app/help.cpp -v settings=config/sasyncd.yaml \
        -f systemd/man/make.awk "systemd/man/$page.in" >"$work/$page"
    ! grep -n '@[A-Za-z]*@' "$work/$page" || complain "$page: not filled in"
    # As text again: without requests and escapes.
    sed -e 's/^\.[A-Z]* *//' -e 's/\\-/-/g; s/\\&//g; s/\\(aq/'"'"'/g; s/\\(ga/`/g; s/\\(ha/^/g; s/\\(ti/~/g; s/\\e/\\/g' \
        "$work/$page" >"$work/$page.text"
    if command -v man >/dev/null && command -v groff >/dev/null; then
        said=$(LC_ALL=C.UTF-8 MANWIDTH=100 man --warnings -E UTF-8 -l -Tutf8 -Z "$work/$page" 2>&1 >/dev/null)
        [ -z "$said" ] || complain "man about $page: $said"
    fi
done

"$sasyncd" --help >"$work/help"
count=0
while read -r word; do
    count=$((count + 1))
    grep -qE -- "(^|[^a-z-])$word([^a-z-]|$)" "$work/sasyncd.1.text" || complain "sasyncd.1 does not tell of $word"
done < <(awk '/^(Commands|Options):$/ { on = 1; next } /^[A-Z]/ { on = 0 } on && /^  [a-z]/ { print $1 }' "$work/help"
    grep -oE -- '--[a-z][a-z-]+' "$work/help" | sort -u)
[ "$count" -ge 15 ] || complain "only $count words were found in the help"
# What the page says of them is what the help says.
while IFS= read -r line; do
    grep -qF -- "$line" "$work/sasyncd.1.text" || complain "sasyncd.1 lacks: $line"
done < <(sed -n 's/^ \{2,\}.*[^ ]   *\([^ ]\)/\1/p; s/^ \{9,\}//p' "$work/help" | grep .)

keys=$(sed -nE 's/^ *(- )?([a-z_0-9]+):.*/\2/p' config/sasyncd.yaml | sort -u)
[ "$(printf '%s\n' "$keys" | wc -l)" -ge 60 ] || complain "only these keys were found: $keys"
for key in $keys; do
    grep -qE "^ *(- )?$key:" "$work/sasyncd.yaml.5.text" || complain "sasyncd.yaml.5 does not tell of $key"
done
# All of the commented settings, as they stand.
grep -vxF -f "$work/sasyncd.yaml.5.text" config/sasyncd.yaml >"$work/missing" && complain "sasyncd.yaml.5 lacks: $(cat "$work/missing")"
exit "$result"
