#!/usr/bin/env bash
# Bad input is refused before anything starts, with the place and the remedy; no secret is printed.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"

expect_exit() {
    local expected=$1 status=0
    shift
    "$sasyncd" "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "$* ended with $status instead of $expected: $(cat "$work/out")"
}
expect_text() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(cat "$work/out")"; }

expect_exit 64 sinc
expect_text "did you mean sync?"
expect_exit 64 --colour sync
expect_exit 64 sync --json
expect_exit 0 --help
expect_exit 0 --version
expect_exit 78 --config "$work/none.yaml" check
cat >"$work/bad.yaml" <<'END'
accounts:
  - name: Prod!
    credentials: {kind: access_key, access_key_id: id, access_key_secret: "file:nowhere"}
schedule: {evry: 15m, jitter: 7}
END
expect_exit 78 --config "$work/bad.yaml" sync
expect_text "bad.yaml:2:"
expect_text "schedule.evry"
expect_text "did you mean every"
expect_text "schedule.jitter"
expect_text "nowhere"
printf 'ok\n'
