# One case of faults.sh: change the data a little, let something go wrong, sync, look at what that did; then let it go
# right again, sync, and compare everything with the truth. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154  # common.sh sets sasyncd and work

cases=0
complaints=()
only=${3:-}     # a regular expression: just these cases
no_settings='{"page_cap":0,"over_cap":"serve","offset_by_asked":false,"echo_asked_size":false,"total":"rows",
  "ignored_filters":[],"hidden_statuses":[],"hidden_kinds":[],"deep_rows":0,"deep_answer":"error","wrapped":false,
  "clock_offset_s":0,"quota":0,"latency_ms":0}'

# Rules of the simulator: fault $1 at page $2 of the walk of test/china, and of it alone; $3 is added.
walk_alone='"MaliciousMd5":null,"RepoRegionId":null,"Status":null,"Levels":null,"ScanRange.1":null'
at_page() {
    printf '[{"site":"china","action":"DescribeAffectedMaliciousFileImages","match":{"page":%s,%s},"fault":%s%s}]' \
        "$2" "$walk_alone" "$1" "${3:+,$3}"
}
# At every page of the walk from $2 on, and at every call to the site.
from_page() { at_page "$1" "{\"from\":$2}"; }
everywhere() { printf '[{"site":"china","fault":%s}]' "$1"; }
answer() { printf '{"kind":"raw_body","body":"%s"}' "${1//\"/\\\"}"; }

# Compares everything with the truth, and remembers what is present then: nothing of that may be lost while it lives.
compare_and_remember() {
    tell_truth
    print_differences compare.sql --command="DROP TABLE IF EXISTS before; CREATE TABLE before AS
        SELECT site, file_path AS path FROM sas.occurrence WHERE presence = 'present'"
}

complain() { complaints+=("$name: $*"); }

# Some scans move, a level changes and rows come, at least as many as the case takes away, so that a faulty sync has
# something to open and to change, and hundreds of cases do not empty the site.
change_data() {
    control POST "/mutate?site=china" "[{\"op\":\"rescan\",\"count\":4,\"seed\":$cases},
        {\"op\":\"set\",\"count\":1,\"seed\":$cases,\"fields\":{\"Level\":\"remind\"}},
        {\"op\":\"add\",\"count\":$((remove > 1 ? remove : 1)),\"seed\":$cases}]" >/dev/null
}

run_sync() {
    status=0
    timeout 40 "$sasyncd" --config "$work/case.yaml" sync >"$work/sync.out" 2>"$work/sync.err" || status=$?
}

# The settings of a case: `attempts` of a call, and whatever the sed script `edit` makes of them.
settings_of_case() { sed "s/attempts: 2/attempts: $attempts/; $edit" "$work/sasyncd.yaml" >"$work/case.yaml"; }

# What the reason must tell, `|` between the words; it must stand in the certificate and be shown to the operator.
check_words() {
    local reason word
    reason=$(cat "$work/reason")
    [ "$verdict" != none ] || reason=$(cat "$work/sync.err")
    while read -r -d'|' word; do
        [ -n "$word" ] || continue
        [[ $reason == *"$word"* ]] || complain "no \"$word\" in the reason: $reason"
        grep -qF -- "$word" "$work/sync.err" || complain "no \"$word\" in what was logged: $(cat "$work/sync.err")"
    done <<<"$says|"
    [[ $verdict != whole && $verdict != any ]] || return 0
    grep -qE 'test/china|account test' "$work/sync.err" || complain "the source is not named: $(cat "$work/sync.err")"
    [ "$remedy" = no ] || [[ $reason == *'; '* ]] || complain "it does not say what to do: $reason"
    [ "$id" = no ] || check_request_id "$reason"
}

# The reason names the request id of a call that went wrong.
check_request_id() {
    local told
    control GET /requests | grep -o '"faults":[^:]*:"[^"]*","status":[0-9]*' |
        sed -n '/"faults":\["\|"status":[^2]/s/.*"request_id":"\([^"]*\)".*/\1/p' >"$work/ids"
    told=$(grep -o 'request [0-9A-F-]*' <<<"$1" | head -n 1 | sed 's/request //') || true
    [ -n "$told" ] || { complain "no request id in the reason: $1"; return; }
    grep -qxF -- "$told" "$work/ids" || complain "request $told is none of those that went wrong"
}

# How often a rule was applied: whether a call was repeated that may be, and only such a one.
check_calls() {
    local applied
    [ -n "$calls" ] || return 0
    applied=$(control GET /faults | grep -o '"applied":[0-9]*' | head -n 1 | sed 's/.*://')
    [ "$applied" = "$calls" ] || complain "the faulty call was made $applied times instead of $calls"
}

# fault NAME [key=value…] RULES
#   exit, verdict   how sync and the walk of test/china end (0, whole); other: that of test/international (whole)
#   says            words of the reason
#   id, remedy      no: none is expected
#   remove          so many rows vanish before, and may or may not close while the fault lasts (0)
#   exact           no: a whole walk need not have brought the truth (rows were changed on their way)
#   attempts        of one call (1); calls: how many of them must have met the fault
#   within, least   seconds that it may take (20), milliseconds that it must
#   set             settings of the simulator's site; edit: a sed script for those of sasyncd
fault() {
    local name=$1 exit=0 verdict=whole other=whole says='' id=yes remedy=yes attempts=1
    local calls='' set='' edit='' exact=yes remove=0 within=20 least=0 began took status
    shift
    while [ $# -gt 1 ]; do
        local "${1%%=*}=${1#*=}"
        shift
    done
    [ -z "$only" ] || [[ $name =~ $only ]] || return 0
    cases=$((cases + 1))
    change_data
    [ "$remove" = 0 ] ||
        control POST "/mutate?site=china" "{\"op\":\"remove\",\"count\":$remove,\"seed\":$cases}" >/dev/null
    [ -z "$set" ] || control POST '/settings?site=china' "$set" >/dev/null
    control POST /requests/clear >/dev/null
    control POST /faults "$1" >/dev/null
    settings_of_case
    began=$(date +%s%3N)
    run_sync
    took=$(($(date +%s%3N) - began))
    [ "$took" -le $((within * 1000)) ] || complain "took $took ms, more than $within s"
    [ "$took" -ge "$least" ] || complain "took $took ms, less than $least"
    [[ $status =~ ^($exit)$ ]] || complain "ended with $status instead of $exit: $(tail -n 3 "$work/sync.err")"
    check_holds
    check_words
    check_calls
    control DELETE /faults >/dev/null
    [ -z "$set" ] || control POST '/settings?site=china' "$no_settings" >/dev/null
    if [[ $verdict == whole && $exact == yes ]]; then
        (compare_and_remember) 2>"$work/compare.err" || complain "$(cat "$work/compare.err")"
    else
        recover
    fi
}

check_holds() {
    local line
    tell_truth
    print_differences faults.sql --set=verdict="$verdict" --set=other="$other" --set=exact="$exact" \
        --set=reason_file="$work/reason" 2>/dev/null ||
        while read -r line; do complain "$line"; done <"$work/differences"
}

# Without the fault the next sync makes up for everything.
recover() {
    local attempts=2 edit=''
    wait_for_port
    settings_of_case
    run_sync
    [ "$status" = 0 ] || complain "the sync after it ended with $status: $(tail -n 3 "$work/sync.err")"
    (compare_and_remember) 2>"$work/compare.err" || complain "after the next sync: $(cat "$work/compare.err")"
}

# `refuse` closes the listener for a while.
wait_for_port() {
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        ! (exec 3<>"/dev/tcp/127.0.0.1/$(cat "$work/simulator/port.china")") 2>/dev/null || return 0
        sleep 0.05
    done
    fail "the simulator no longer listens"
}

report_cases() {
    printf '%s cases\n' "$cases"
    [ ${#complaints[@]} -eq 0 ] || {
        printf 'FAILED: %s\n' "${complaints[@]}" >&2
        exit 1
    }
}
