#!/usr/bin/env bash
# A site that refuses for want of permission, where nothing of the account was ever seen, while the other site answers,
# is not the account's: tried once a day, shown, and no failure. Wrong keys never make it so.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 200 --seed 13
write_settings

refuse() {
    control POST /faults "[{\"site\":\"$1\",\"always\":true,
      \"fault\":{\"kind\":\"error\",\"http\":403,\"code\":\"$2\",\"message\":\"refused\",\"access_denied_detail\":true}}]" >/dev/null
}
health() { sql --command="SELECT health FROM sas.source WHERE site = 'international'"; }
run_command() {
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" "$@" >"$work/out" 2>&1 || status=$?
}
asked() { control GET "/requests?counters=1&limit=0" | grep -o '"international/[^,}]*'; }

# Keys that the site does not know, and signatures that it does not find good, are faults to mend.
for code in InvalidAccessKeyId.NotFound SignatureDoesNotMatch; do
    refuse international "$code"
    sync_once 77
    [ "$(health)" = refused ] || fail "$code made the site $(health)"
done
# Both sites refuse: that is no matter of a site.
control POST /faults '[{"always":true,"action":"DescribeAffectedMaliciousFileImages",
  "fault":{"kind":"error","http":403,"code":"NoPermission","message":"refused"}}]' >/dev/null
sync_once 77
[ "$(health)" = refused ] || fail "a refusal of both sites made one $(health)"

refuse international NoPermission
run_command check
[ "$status" = 0 ] || fail "check ended with $status: $(cat "$work/out")"
grep -q '^ok .*site test/international: not entitled' "$work/out" || fail "check: $(cat "$work/out")"
sync_once
[ "$(health)" = not_entitled ] || fail "the site is $(health)"
grep -q '^test/international  *not entitled ' "$work/sync.out" || fail "the table: $(cat "$work/sync.out")"
run_command status
[ "$status" = 0 ] || fail "status ended with $status: $(cat "$work/out")"
grep -q 'test/international  *not_entitled' "$work/out" || fail "status: $(cat "$work/out")"

# The daemon leaves it alone until a day has passed.
before=$(asked)
walks=$(sql --command="SELECT count(*) FROM sas.walk WHERE site = 'china'")
start_daemon
wait_for_sql "two sweeps" t "SELECT count(*) >= $walks + 2 FROM sas.walk WHERE site = 'china' AND verdict = 'whole'"
[ "$before" = "$(asked)" ] || fail "the daemon tried the site again"
grep -q '1 of 1 source whole' "$work/run.err" || fail "the result of a sweep: $(tail -n 3 "$work/run.err")"
tried="SELECT not_entitled_at > now() - interval '1 hour' FROM sasync.source WHERE site = 'international'"
sql --command="UPDATE sasync.source SET not_entitled_at = now() - interval '25 hours' WHERE site = 'international'"
wait_for_sql "the attempt of the next day" t "$tried"

# It is the account's after all.
control DELETE /faults >/dev/null
sql --command="UPDATE sasync.source SET not_entitled_at = now() - interval '25 hours' WHERE site = 'international'"
wait_for_sql "the site" ok "SELECT health FROM sas.source WHERE site = 'international'"
stop_daemon TERM
compare_with_truth

# From now on a refusal there is one, since findings would go stale unseen.
refuse international NoPermission
sync_once 77
[ "$(health)" = refused ] || fail "a site with findings became $(health)"
run_command status
[ "$status" = 75 ] || fail "status ended with $status: $(cat "$work/out")"
run_command check
[ "$status" = 77 ] || fail "check ended with $status: $(cat "$work/out")"
printf 'ok\n'
