#!/usr/bin/env bash
# Without a database sync says so and ends with 69; with wrong keys it ends with 77, and no secret is printed.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 50
write_settings

sed "s/dbname=$database/host=127.0.0.1 port=1 dbname=$database connect_timeout=2/" "$work/sasyncd.yaml" >"$work/away.yaml"
status=0
"$sasyncd" --config "$work/away.yaml" sync >"$work/out" 2>&1 || status=$?
[ "$status" = 69 ] || fail "sync without a database ended with $status: $(cat "$work/out")"

printf 'not-the-secret\n' >"$work/ak-secret"
sync_once 77
grep -q 'SignatureDoesNotMatch\|signature' "$work/sync.err" || fail "no word of the signature: $(cat "$work/sync.err")"
if grep -rq 'not-the-secret' "$work/sync.out" "$work/sync.err" "$work/out"; then fail "the secret was printed"; fi
printf 'ok\n'
