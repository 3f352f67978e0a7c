#!/usr/bin/env bash
# Credentials of each kind, against STS, a metadata service and a credentials URI: a sync works, check says where they
# were found; a session that ends or is revoked in mid-sweep is renewed and the sweep goes on; files that are exchanged
# are found by the running daemon; keys of another account are refused even there; and no secret is to be seen anywhere.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 400 --seed 43
write_settings
metadata="http://127.0.0.1:$(cat "$work/simulator/port.control")"
set_section endpoints "{china: \"$(url_of china)\", international: \"$(url_of international)\", sts: \"$(url_of sts)\", metadata: \"$metadata\"}"
sed -i '/^  china:/d; /^  international:/d; /^  sts:/d; /^accounts:/,/credentials:/d' "$work/sasyncd.yaml"
base=$(cat "$work/sasyncd.yaml")
role=acs:ram::1234567890123456:role/sasyncd
keys='access_key_id: test-access-key-id, access_key_secret: "file:ak-secret"'
unset "${!ALIBABA_CLOUD_@}"
export HOME="$work/home" ALIBABA_CLOUD_ECS_METADATA_DISABLED=true
mkdir -p "$HOME/.aliyun" "$HOME/.alibabacloud" "$work/said"
said=0

with() { printf '%s\naccounts: [{name: test, credentials: %s}]\n' "$base" "$1" >"$work/sasyncd.yaml"; }

# Everything that is written is kept, and searched for secrets at the end.
keep() { cp "$1" "$work/said/$((++said)).$2"; }

# A sync with these credentials works, and check says where they are from: works 'PLACE' VARIABLES…
works() {
    local place=$1 status=0
    shift
    env "$@" "$sasyncd" --config "$work/sasyncd.yaml" --log-level debug sync >"$work/sync.out" 2>&1 || status=$?
    keep "$work/sync.out" sync
    [ "$status" = 0 ] || fail "a sync with $place ended with $status: $(cat "$work/sync.out")"
    env "$@" "$sasyncd" --config "$work/sasyncd.yaml" check >"$work/check.out" 2>&1 || status=$?
    keep "$work/check.out" check
    [ "$status" = 0 ] || fail "a check with $place ended with $status: $(cat "$work/check.out")"
    grep -q "^ok    credentials test: .*$place" "$work/check.out" || fail "no $place in $(cat "$work/check.out")"
}
refused() {
    local status=0
    "$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/sync.out" 2>&1 || status=$?
    keep "$work/sync.out" sync
    [ "$status" = 77 ] || fail "a sync that is to be refused ended with $status: $(cat "$work/sync.out")"
    grep -q "$1" "$work/sync.out" || fail "nothing of '$1': $(cat "$work/sync.out")"
}
asked() { control GET "/requests?after=$1" | grep -o "\"action\":\"$2\"" | wc -l; }

# Each kind of the settings.
with "{kind: access_key, $keys}"
works settings
with "{kind: ram_role_arn, role_arn: \"$role-external\", external_id: external-id, source: {kind: access_key, $keys}}"
works "role $role-external (settings)"
with "{kind: ram_role_arn, role_arn: \"$role\", source: {kind: ram_role_arn, role_arn: \"$role-inner\", source: {kind: access_key, $keys}}}"
works "role $role (settings)"
with "{kind: ecs_ram_role}"
ALIBABA_CLOUD_ECS_METADATA_DISABLED='' works "role sasyncd-machine of the ECS instance"
control POST /sessions '{"metadata":"required"}' >/dev/null
ALIBABA_CLOUD_ECS_METADATA_DISABLED='' works "role sasyncd-machine of the ECS instance" ALIBABA_CLOUD_IMDSV1_DISABLED=true
control POST /sessions '{"metadata":"none"}' >/dev/null
ALIBABA_CLOUD_ECS_METADATA_DISABLED='' works "role sasyncd-machine of the ECS instance" \
    HTTPS_PROXY=http://127.0.0.1:9 NO_PROXY=
printf 'secret-oidc-token-one\n' >"$work/token"
with "{kind: oidc, role_arn: \"$role\", provider_arn: \"acs:ram::1:oidc-provider/p\", token_file: token}"
works "role $role by OIDC (settings)"
with "{kind: uri, uri: \"$metadata/credentials\"}"
works "credentials URI at 127.0.0.1"

# The chain, and the profiles that it reads.
with "{kind: chain}"
printf '#!/bin/sh\n%s\n' \
    "printf '{\"mode\":\"AK\",\"access_key_id\":\"test-access-key-id\",\"access_key_secret\":\"%s\"}' \"\$(cat '$work/ak-secret')\"" >"$work/give keys"
chmod +x "$work/give keys"
cat >"$HOME/.aliyun/config.json" <<END
{"current": "ak", "profiles": [
 {"name": "ak", "mode": "AK", "access_key_id": "test-access-key-id", "access_key_secret": "test-access-key-secret"},
 {"name": "role", "mode": "RamRoleArn", "access_key_id": "test-access-key-id", "access_key_secret": "test-access-key-secret", "ram_role_arn": "$role", "ram_session_name": "s"},
 {"name": "chained", "mode": "ChainableRamRoleArn", "source_profile": "role", "ram_role_arn": "$role-two"},
 {"name": "oidc", "mode": "OIDC", "oidc_provider_arn": "p", "oidc_token_file": "$work/token", "ram_role_arn": "$role"},
 {"name": "program", "mode": "External", "process_command": "'$work/give keys' --quietly"},
 {"name": "person", "mode": "CloudSSO", "access_token": "secret-login"}]}
END
for profile in ak role chained oidc program; do
    works "CLI profile $profile" ALIBABA_CLOUD_PROFILE=$profile
done
with "{kind: profile, profile: person}"
refused 'mode CloudSSO, which needs a person'
with "{kind: profile, profile: program}"
works "CLI profile program"
printf '[default]\ntype = ram_role_arn\naccess_key_id = test-access-key-id\naccess_key_secret = test-access-key-secret\nrole_arn = %s\nrole_session_name = s\n' \
    "$role" >"$HOME/.alibabacloud/credentials"
with "{kind: chain}"
works "shared file" ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true
works environment ALIBABA_CLOUD_ACCESS_KEY_ID=test-access-key-id ALIBABA_CLOUD_ACCESS_KEY_SECRET=test-access-key-secret
with "{kind: ram_role_arn, role_arn: \"$role-closed\", source: {kind: access_key, $keys}}"
refused 'sts:AssumeRole'
compare_with_truth

# A daemon: one session for many sweeps; its account is asked for once.
with "{kind: ram_role_arn, role_arn: \"$role\", source: {kind: access_key, $keys}}"
whole() { wait_for_sql "$1" t "SELECT count(*) >= $2 FROM sas.walk WHERE verdict = 'whole'"; }
walks() { sql --command="SELECT count(*) FROM sas.walk WHERE verdict = 'whole'"; }
from=$(last_request)
start=$(walks)
"$sasyncd" --config "$work/sasyncd.yaml" --log-level debug run >>"$work/run.out" 2>>"$work/run.err" &
daemon_pid=$!
whole "sweeps with one session" $((start + 6))
[ "$(asked "$from" AssumeRole)" = 1 ] || fail "$(asked "$from" AssumeRole) sessions for one role"
[ "$(asked "$from" GetCallerIdentity)" = 1 ] || fail "the account was asked for $(asked "$from" GetCallerIdentity) times"

# Revoked in mid-sweep, again and again, while pages take their time: renewed, and every walk is whole.
control POST /settings '{"latency_ms":30}' >/dev/null
from=$(last_request)
for ((revoked = 0; revoked < 3; revoked++)); do
    session=$(control GET /keys | grep -o 'STS\.SimulatedSession[0-9]*' | sort -V | tail -n 1)
    control POST /keys "{\"id\":\"$session\",\"state\":\"expired\"}" >/dev/null
    whole "sweeps after a session was revoked" $(($(walks) + 3))
done
renewed=$(asked "$from" AssumeRole)
[ "$renewed" -ge 3 ] && [ "$renewed" -le 6 ] || fail "$renewed renewals of 3 revoked sessions"
[ "$(asked "$from" GetCallerIdentity)" = 0 ] || fail "a new session of the same role was asked about"
# Short ones, renewed before they end: no call is refused any more.
control POST /sessions '{"seconds":6}' >/dev/null
control POST /keys "{\"id\":\"$(control GET /keys | grep -o 'STS\.SimulatedSession[0-9]*' | sort -V | tail -n 1)\",\"state\":\"expired\"}" >/dev/null
whole "the first sweeps with short sessions" $(($(walks) + 4))
from=$(last_request)
whole "sweeps over several short sessions" $(($(walks) + 24))
[ "$(asked "$from" AssumeRole)" -ge 2 ] || fail "short sessions were not renewed"
tell_requests "$from"
grep -q '"status":200' "$work/requests.json" || fail "no requests were told"
! grep -q '"status":4' "$work/requests.json" || fail "a session was used beyond its end"
expect_sql "walks that were not whole" 0 "SELECT count(*) FROM sas.walk WHERE verdict IN ('partial', 'refused')"
control POST /sessions '{"seconds":0}' >/dev/null

# A look at the process while it works.
tr '\0' '\n' <"/proc/$daemon_pid/cmdline" >"$work/cmdline"
keep "$work/cmdline" cmdline
ps -ww -o args= -p "$daemon_pid" >"$work/ps"
keep "$work/ps" ps
grep -q '^Max core file size *0 *0 ' "/proc/$daemon_pid/limits" || fail "core dumps are not forbidden"

# The key's file is exchanged while the daemon runs, and the old key removed.
with "{kind: access_key, $keys}"
kill -s HUP "$daemon_pid"
whole "sweeps with the key" $(($(walks) + 3))
control POST /keys '{"id":"test-access-key-id","secret":"rotated-access-key-secret"}' >/dev/null
printf 'rotated-access-key-secret\n' >"$work/ak-secret"
whole "sweeps with the new secret" $(($(walks) + 5))

# What is no longer in use was wiped. That the new secret is found tells that the search finds what is there.
times_in_memory() {
    perl -e '
        my ($process, $wanted) = @ARGV;
        my $times = 0;
        open(my $maps, "<", "/proc/$process/maps") or die "maps: $!";
        open(my $memory, "<:raw", "/proc/$process/mem") or die "memory: $!";
        while (<$maps>) {
            my ($from, $to) = /^([0-9a-f]+)-([0-9a-f]+) rw/ or next;
            sysseek($memory, hex($from), 0) or next;
            my $room = hex($to) - hex($from);
            my $content = "";
            # A region may come in pieces.
            while (my $read = sysread($memory, $content, $room, length $content)) { $room -= $read }
            $times += () = $content =~ /\Q$wanted\E/g;
        }
        print $times' "$daemon_pid" "$1"
}
kill -s HUP "$daemon_pid"
whole "sweeps after a reload" $(($(walks) + 5))
if : <"/proc/$daemon_pid/mem"; then
    [ "$(times_in_memory rotated-access-key-secret)" -gt 0 ] || fail "the secret in use is not found in memory"
    left=$(times_in_memory test-access-key-secret)
    [ "$left" = 0 ] || fail "the secret that was given up is still in memory, $left times"
else
    printf 'note: the memory of other processes can be read by root alone here: not looked at\n' >&2
fi

# Keys of another account in its place: refused, whenever it happens.
control POST /keys '{"id":"other-key","secret":"other-secret-key","account":"9999999999999999","state":"active"}' >/dev/null
sed -i 's/"current": "ak"/"current": "other"/; s/"profiles": \[/"profiles": [{"name":"other","mode":"AK","access_key_id":"test-access-key-id","access_key_secret":"rotated-access-key-secret"},/' "$HOME/.aliyun/config.json"
with "{kind: profile, profile: other}"
kill -s HUP "$daemon_pid"
whole "sweeps with a profile" $(($(walks) + 4))
sed -i 's/"name":"other","mode":"AK","access_key_id":"test-access-key-id","access_key_secret":"rotated-access-key-secret"/"name":"other","mode":"AK","access_key_id":"other-key","access_key_secret":"other-secret-key"/' "$HOME/.aliyun/config.json"
control POST /keys '{"id":"test-access-key-id","state":"inactive"}' >/dev/null
for ((tries = 0; tries < 200; tries++)); do
    ! grep -q 'accept-account' "$work/run.err" || break
    sleep 0.1
done
grep -q 'accept-account' "$work/run.err" || fail "keys of another account were taken: $(tail -n 5 "$work/run.err")"
expect_sql "accounts on record" 1234567890123456 "SELECT string_agg(DISTINCT account_id, ',') FROM sas.finding"
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status"
control POST /keys '{"id":"test-access-key-id","state":"active"}' >/dev/null
keep "$work/run.err" log
keep "$work/run.out" out

# No secret in anything that was said, in the database, or in the program's arguments.
pg_dump --dbname="$database" >"$work/dump"
keep "$work/dump" dump
for secret in test-access-key-secret rotated-access-key-secret other-secret-key session-secret- 'session/token' \
    'session%2Ftoken' metadata-token- secret-oidc-token secret-login test-access-key-id STS.SimulatedSession; do
    found=$(grep -l -F -e "$secret" "$work"/said/* || true)
    # shellcheck disable=SC2086  # several files
    [ -z "$found" ] || fail "'$secret' stands in $found: $(grep -h -F -e "$secret" $found | head -n 3 | cut -c 1-300)"
done
printf 'ok\n'
