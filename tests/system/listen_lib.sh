# shellcheck shell=bash
# A session that hears of publishes. Sourced after common.sh, by tests that have migrated their database.

# shellcheck disable=SC2154  # common.sh sets database and work
# One session that listens, and is asked now and then: psql prints what it heard after each statement.
coproc LISTENER { psql --no-psqlrc --quiet --tuples-only --no-align --dbname="$database" 2>&1; }
ask_listener() { printf '%s\n' "$1" >&"${LISTENER[1]}"; }
# What was heard since the last time, a payload a line, in $work/heard.
hear() {
    local line
    ask_listener "SELECT 'heard';"
    ask_listener "\\echo the end"
    : >"$work/heard"
    while IFS= read -r -t 20 line <&"${LISTENER[0]}"; do
        [ "$line" != "the end" ] || return 0
        [[ $line == *'notification "sasyncd"'* ]] || continue
        line=${line#*with payload \"}
        printf '%s\n' "${line%\" received*}" >>"$work/heard"
    done
    fail "the listener says nothing any more"
}

ask_listener "LISTEN sasyncd;"
hear
