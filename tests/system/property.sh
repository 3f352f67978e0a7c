#!/usr/bin/env bash
# Random changes and random trouble, before and during a number of sweeps, some of which are killed. After each: no
# living row was lost, none is there twice, none went without a question answered, and the events replay to the tables.
# In the end the trouble stops, and at most three sweeps later the tables are the truth.
# Usage: property.sh SASYNCD SIMULATOR [SWEEPS] [SEED]
# The seed repeats all that is drawn here; how calls under way meet is up to the machine.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$here/common.sh" "$@"
sweeps=${3:-12}
seed=${4:-$((RANDOM * 32768 + RANDOM))}
printf 'seed %s\n' "$seed"
RANDOM=$((seed % 32768))

# What may go wrong, and may go wrong with any call.
trouble=('{"code":"Throttling.User"}' '{"code":"Throttling","retry_after_ms":50}'
    '{"code":"ServiceUnavailable","http":503}' '{"code":"InternalError","http":500}'
    '{"code":"SignatureNonceUsed"}' '{"code":"InvalidSecurityToken.Expired"}'
    '{"code":"NoPermission","http":403}' '{"code":"InvalidParameter"}' '{"code":"InternalError","http":200}'
    '{"kind":"html"}' '{"kind":"html","http":502}' '{"kind":"raw_body","body":""}' '{"kind":"cut_json"}'
    '{"kind":"truncated"}' '{"kind":"reset"}' '{"kind":"close"}' '{"kind":"stall"}' '{"kind":"stall","where":"body"}'
    '{"kind":"no_page_info"}' '{"kind":"no_array"}' '{"kind":"wrong_page_echo"}' '{"kind":"gzip"}'
    '{"kind":"connection_close"}' '{"kind":"delay","ms":30}' '{"kind":"filter_ignored"}' '{"kind":"numbers_as_text"}'
    '{"kind":"wrapped"}' '{"kind":"unknown_fields"}' '{"kind":"duplicate_rows","count":3}' '{"kind":"no_md5"}'
    '{"kind":"wrong_type","field":"Digest"}' '{"kind":"set_field","field":"Level","value":"\"odd\""}')
# With the walk alone: an answer to a question that lies in good form proves what it says.
walk_trouble=('{"kind":"drop_rows","count":2}' '{"kind":"empty_page"}' '{"kind":"empty_page","total":0}'
    '{"kind":"same_page"}' '{"kind":"total","value":7}' '{"kind":"total","value":0}' '{"kind":"total","add":500}'
    '{"kind":"total","values":[10,400,60]}' '{"kind":"null_fields","field":"InternetIp","all_rows":true}'
    '{"kind":"absurd_times"}' '{"kind":"invalid_utf8","field":"InstanceName"}' '{"kind":"huge_number"}')
odd_settings=('{"page_cap":23}' '{"page_cap":20,"over_cap":"default"}' '{"total":"images"}' '{"deep_rows":120}'
    '{"deep_rows":150,"deep_answer":"empty"}' '{"ignored_filters":["RepoRegionId"]}' '{"wrapped":true}'
    '{"ignored_filters":["MaliciousMd5"]}' '{"quota":200,"quota_burst":10}' '{"clock_offset_s":4000}')
plain_settings='{"page_cap":0,"over_cap":"serve","total":"rows","deep_rows":0,"deep_answer":"error",
    "ignored_filters":[],"wrapped":false,"quota":0,"clock_offset_s":0}'
moves=('{"op":"shuffle","seed":%s}' '{"op":"rescan","count":9,"seed":%s}' '{"op":"remove","count":2,"seed":%s}'
    '{"op":"add","count":3,"seed":%s,"at":"front"}' '{"op":"noise","count":20,"seed":%s}')

# Results are left in $rolled: what a subshell draws would be drawn again.
roll() { rolled=$((RANDOM % $1)); }
chance() { roll 100 && [ "$rolled" -lt "$1" ]; }
pick() {
    roll $#
    shift "$rolled"
    rolled=$1
}

# The rules of the simulator for one sweep into $rules.
draw_rules() {
    local count match often fault list=()
    roll 5
    count=$rolled
    while [ ${#list[@]} -lt "$count" ]; do
        pick '"page":1,' '"page":2,' '"page":3,' '"page":{"from":2},' '' ''
        match=$rolled
        pick '"times":1' '"times":2' '"probability":0.2' '"probability":0.5' '"probability":1'
        often="$rolled,\"seed\":$RANDOM"
        if chance 40; then
            pick "${walk_trouble[@]}"
            fault=$rolled
            match+='"MaliciousMd5":null'
        else
            pick "${trouble[@]}"
            fault=$rolled
            pick '"MaliciousMd5":"*"' '"RepoRegionId":"*"' '"MaliciousMd5":null' \
                '"RepoRegionId":null,"MaliciousMd5":null' '"Lang":"en"'
            match+=$rolled
        fi
        pick china china china china international international sts
        [ "$rolled" != sts ] || match=''
        list+=("{\"site\":\"$rolled\",\"match\":{$match},$often,\"fault\":$fault}")
    done
    moved=no
    if chance 40; then
        moved=yes
        pick "${moves[@]}"
        # shellcheck disable=SC2059  # the move is a format
        fault=$(printf "$rolled" "$RANDOM")
        roll 12
        often="\"nth\":[$((rolled + 1)),$((rolled + 19))]"
        list+=("{\"site\":\"china\",\"match\":{\"Lang\":\"en\"},$often,\"mutate\":[$fault]}")
    fi
    # Rows kept back in good form cannot be told from rows that are not there: such a walk may be whole.
    [[ ! ${list[*]} =~ drop_rows|same_page|'"empty_page","total":0' ]] || moved=yes
    local IFS=,
    rules="[${list[*]}]"
}

change_data() {
    local site changes
    for site in china international; do
        roll 60
        changes="{\"op\":\"random\",\"count\":$rolled,\"seed\":$RANDOM}"
        ! chance 20 || changes+=",{\"op\":\"shuffle\",\"seed\":$RANDOM}"
        ! chance 15 || changes+=',{"op":"reopen"}'
        ! chance 5 || changes+=",{\"op\":\"remove\",\"fraction\":0.4,\"seed\":$RANDOM}"
        control POST "/mutate?site=$site" "[$changes]" >/dev/null
    done
}

mark() {
    number=$(last_request)
    last_sweep=0
    [ "$sweep" = 1 ] || last_sweep=$(sql --command="SELECT coalesce(max(sweep_id), 0) FROM sasync.sweep")
    tell_truth
    print_differences property_mark.sql --set=last_number="$number" || fail "what lives could not be noted"
}

check() {
    tell_truth
    tell_requests "$number"
    print_differences property.sql --set=last_number="$number" --set=after_sweep="$last_sweep" \
        --set=moved="$moved" --set=killed="$killed" \
        --set=requests_file="$work/requests.json" --file="$here/proofs.sql" ||
        fail "sweep $sweep of seed $seed, which ended with $status; rules: $rules; settings: $settings;" \
            "$(cat "$work/sync.err")"
    (events_replay_to_tables) || fail "sweep $sweep of seed $seed, which ended with $status; rules: $rules"
}

start_simulator --rows 400 --seed "$seed"
write_settings
cat >>"$work/sasyncd.yaml" <<'END'
walk: {attempts: 2, request_timeout: 300ms, max_body: 1MiB, publish_rows: 40}
fuse: {fraction: 1}
lease: {ttl: 3s}
END
sed -i 's/^  - name: test$/&\n    page_size: 50/; s/in_flight: 8/in_flight: 4/' "$work/sasyncd.yaml"

# A site that returned nothing at all for a while is held; that is for an operator to release.
release_held() {
    local source
    while read -r source; do
        "$sasyncd" --config "$work/sasyncd.yaml" release "$source" --yes >"$work/release.out" 2>&1 ||
            fail "release $source: $(cat "$work/release.out")"
    done < <(sql --command="SELECT source FROM sas.source WHERE held > 0")
}

# Waits until nobody is in the database any more, and the lease of whoever was killed has run out.
wait_for_the_dead() {
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        [ "$(sql --command="SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()")" != 0 ] ||
            [ "$(sql --command="SELECT to_regclass('sasync.lease') IS NOT NULL")" = f ] ||
            [ "$(sql --command="SELECT count(*) FROM sasync.lease WHERE expires_at > clock_timestamp()")" != 0 ] ||
            return 0
        sleep 0.1
    done
    fail "the lease of a sync that was killed does not run out"
}

# A sync, which is killed after $1 ms, where that is above 0.
sweep_once() {
    local kill_after=${1:-0}
    status=0 killed=no
    if [ "$kill_after" -gt 0 ]; then
        killed=yes
        "$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/sync.out" 2>"$work/sync.err" &
        daemon_pid=$!
        sleep "$(printf '0.%03d' "$kill_after")"
        kill -KILL "$daemon_pid" 2>/dev/null || true
        wait "$daemon_pid" 2>/dev/null || status=$?
        daemon_pid=''
        wait_for_the_dead
    else
        timeout 120 "$sasyncd" --config "$work/sasyncd.yaml" sync >"$work/sync.out" 2>"$work/sync.err" || status=$?
    fi
    case $status in
        0 | 69 | 75 | 77 | 78) ;;
        137) [ "$killed" = yes ] || fail "sweep $sweep of seed $seed was killed" ;;
        *) fail "sweep $sweep of seed $seed ended with $status; rules: $rules; $(cat "$work/sync.err")" ;;
    esac
    check
}

totals=()
number=0
for ((sweep = 1; sweep <= sweeps; sweep++)); do
    change_data
    settings=$plain_settings
    if chance 30; then
        pick "${odd_settings[@]}"
        settings=$rolled
        control POST '/settings?site=china' "$settings" >/dev/null
    fi
    draw_rules
    control POST /faults "$rules" >/dev/null
    mark
    kill_after=0
    if [ "$sweep" -gt 1 ] && chance 12; then
        roll 250
        kill_after=$((rolled + 20))
    fi
    sweep_once "$kill_after"
    totals+=("$status")
    control POST '/settings?site=china' "$plain_settings" >/dev/null
done

control DELETE /faults >/dev/null
rules='[]' moved=no settings=$plain_settings
for try in 1 2 3; do
    sweep=$((sweeps + try))
    release_held
    mark
    sweep_once
    [ "$status" != 0 ] || ! (compare_with_truth) 2>"$work/compare.err" || break
    [ "$try" -lt 3 ] || fail "seed $seed: three sweeps without trouble ended with $status:" \
        "$(cat "$work/compare.err" "$work/sync.err")"
done
compare_with_truth
printf 'ok: %s sweeps ended with %s; %s; %s sweeps more to the truth\n' "$sweeps" "${totals[*]}" \
    "$(sql --command="SELECT string_agg(kind || ' ' || n, ', ') FROM (SELECT kind, count(*) AS n FROM sas.event
        GROUP BY kind ORDER BY kind) AS k")" "$try"
