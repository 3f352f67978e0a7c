#!/usr/bin/env bash
# verify finds nothing after syncs that opened, changed, closed and reopened; names what somebody did to the tables,
# repairs what follows from the rest, and nothing while another process leads; --api tells what the API has otherwise;
# the daemon looks by itself, once a day, and says so in log, metrics and status.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 600 --seed 61
write_settings
set_section schedule '{every: 1h, timeout: 60s}'
set_section lease '{ttl: 2s}'
set_section freshness '{limit: 1h}'
reader="${database}_reader"
drop_reader() { sql --command="DROP OWNED BY $reader; DROP ROLE $reader" >/dev/null 2>&1 || true; }
trap 'ended=$?; drop_reader; (exit "$ended"); clean_up' EXIT

verify() {
    local expected=$1
    shift
    status=0
    LC_ALL=C "$sasyncd" --config "$work/sasyncd.yaml" verify "$@" >"$work/out" 2>&1 </dev/null || status=$?
    [ "$status" = "$expected" ] || fail "verify $* ended with $status instead of $expected: $(head -n 30 "$work/out")"
}
expect_text() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(head -n 30 "$work/out")"; }

# Without a schema there is nothing to verify.
verify 78
expect_text "sasyncd migrate"
"$sasyncd" --config "$work/sasyncd.yaml" migrate >/dev/null
verify 0
expect_text "nothing to verify"

# A history: opened, rescanned, changed, closed, opened again.
sync_once
verify 0
expect_text "no difference"
control POST "/mutate?site=china" '[{"op":"rescan","count":70,"seed":3},{"op":"remove","index":[0,1,2,3,4,5,6,7,8,9,10,11]},
  {"op":"set","first":12,"fields":{"Level":"a level of its own","Status":2}},{"op":"add","count":25,"seed":99}]' >/dev/null
sync_once
verify 0
control POST "/mutate?site=china" '[{"op":"reopen","count":8},{"op":"set","first":3,"fields":{"Level":"remind"}}]' >/dev/null
sync_once
verify 0
[ "$(sql --command="SELECT count(*) FROM sas.event WHERE kind = 'reopened'")" -gt 0 ] || fail "nothing was reopened"
closed="SELECT finding_key FROM sasync.episode WHERE closed_at IS NOT NULL ORDER BY finding_key LIMIT 1"
open="SELECT finding_key FROM sasync.finding WHERE presence = 'present' AND episode = 1 ORDER BY finding_key LIMIT 1"

# SELECT is all that it needs.
sql --command="CREATE ROLE $reader; GRANT USAGE ON SCHEMA sasync TO $reader;
               GRANT SELECT ON ALL TABLES IN SCHEMA sasync TO $reader"
cp "$work/sasyncd.yaml" "$work/owner.yaml"
sed -i "s/dbname=$database/dbname=$database options='-c role=$reader'/" "$work/sasyncd.yaml"
verify 0 --api
expect_text "event=verification_not_recorded"
expect_text "of 2 sources: no difference"
cp "$work/owner.yaml" "$work/sasyncd.yaml"

# What somebody did to the tables is named, and put right where it follows from the rest.
sql --command="UPDATE sasync.finding SET level = 'damaged \"\$(x)' || chr(27) WHERE finding_key = ($open);
    UPDATE sasync.occurrence_state SET fingerprint = 4711 WHERE finding_key = ($open);
    UPDATE sasync.episode SET closing_request_id = 'forged' WHERE closed_at IS NOT NULL AND finding_key = ($closed)"
image=$(sql --command="SELECT image_key FROM sasync.finding WHERE finding_key = ($open)")
verify 65
expect_text 'level is damaged "$(x)\u{1b}, expected '
expect_text "fingerprint is 4711, expected "
expect_text "closing_request_id is forged, expected "
expect_text "finding $image "
expect_text "verify --repair"
! grep -q $'\033' "$work/out" || fail "a control character came through"
"$sasyncd" --config "$work/sasyncd.yaml" status >"$work/out" 2>&1 || fail "status failed: $(cat "$work/out")"
expect_text "differences between its tables"
verify 0 --repair
expect_text "no difference"
expect_sql "who repaired" "1|repair" "SELECT count(*) || '|' || max(kind) FROM sasync.action WHERE done_at IS NOT NULL"
verify 0

# No event is made up.
sql --command="CREATE TABLE public.kept AS SELECT * FROM sasync.event WHERE finding_key = ($closed) AND kind = 'closed';
    DELETE FROM sasync.event WHERE finding_key = ($closed) AND kind = 'closed'"
verify 65 --repair
expect_text "is not made up"
expect_sql "events of the closing" 0 "SELECT count(*) FROM sasync.event WHERE finding_key = ($closed) AND kind = 'closed'"
sql --command="INSERT INTO sasync.event SELECT * FROM public.kept; DROP TABLE public.kept"
verify 0

# What the API has otherwise.
control POST "/mutate?site=china" '[{"op":"add","count":2,"seed":5},{"op":"remove","count":3,"seed":8},
  {"op":"set","first":1,"fields":{"Pod":"a pod of its own"}}]' >/dev/null
verify 65 --api
expect_text "what the API shows is not on record, expected present"
expect_text "what the API shows is present, expected gone"
expect_text "what the API shows is on record otherwise, expected as the API has it now"
[ "$(grep -c 'what the API shows' "$work/out")" = 6 ] || fail "not six rows: $(cat "$work/out")"
verify 0
sync_once
verify 0 --api
expect_text "of 2 sources: no difference"
control POST /faults '[{"site":"china","match":{"page":{"from":3,"to":3}},"always":true,
  "fault":{"kind":"error","http":400,"code":"InvalidParameter","message":"too deep"}}]' >/dev/null
verify 75 --api
control DELETE /faults >/dev/null

# The daemon looks by itself, in the day's first minutes, and repairs nothing; nor does anybody else while it leads.
sql --command="UPDATE sasync.finding SET status = 3 WHERE finding_key = ($open);
    UPDATE sasync.verification SET verified_at = now() - interval '25 hours', differences = 0"
sed -i 's/^admin: .*/admin: {listen: "127.0.0.1:0"}/' "$work/sasyncd.yaml"
start_daemon
wait_for_sql "the daemon's verification" t \
    "SELECT differences > 0 AND verified_at > now() - interval '1 hour' FROM sasync.verification"
grep -q 'event=differences .*sasyncd verify' "$work/run.err" || fail "the daemon does not say so: $(cat "$work/run.err")"
verify 65
verify 75 --repair
expect_text "leads account test; stop it"
port=$(sed -n 's/.*event=admin_listening address=127.0.0.1:\([0-9]*\).*/\1/p' "$work/run.err" | head -n 1)
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&3
cat <&3 >"$work/out"
exec 3>&-
grep -q '^sasyncd_verify_differences{account="test"} [1-9]' "$work/out" || fail "no metric in: $(cat "$work/out")"
expect_text 'sasyncd_verify_timestamp_seconds{account="test"}'
SECONDS=0
stop_daemon TERM
[ "$status" = 0 ] && [ "$SECONDS" -lt 5 ] || fail "the daemon ended with $status after $SECONDS s"
verify 0 --repair
"$sasyncd" --config "$work/sasyncd.yaml" status --json >"$work/out" || fail "status failed"
expect_text '"verifications":[{"account":"test",'
expect_text '"differences":0}]'
printf 'ok\n'
