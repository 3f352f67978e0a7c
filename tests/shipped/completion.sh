#!/usr/bin/env bash
# completion.sh SASYNCD
# bash completes commands, their options, and values of options, as the program's help has them.
set -euo pipefail
sasyncd=$1
# shellcheck source-path=SCRIPTDIR source=../../systemd/completion.bash
. "$(dirname "${BASH_SOURCE[0]}")/../../systemd/completion.bash"
compopt() { :; } # works only while somebody types

# What is offered after these words, the last of them being typed.
offered() {
    COMP_WORDS=("$sasyncd" "$@")
    COMP_CWORD=$#
    _sasyncd
    printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"} | sort | tr '\n' ' ' | sed 's/ $//'
}

result=0
expect() {
    local expected=$1 got
    shift
    got=$(offered "$@")
    [ "$got" = "$expected" ] || {
        printf 'sasyncd %s<TAB> offers "%s" instead of "%s"\n' "$*" "$got" "$expected" >&2
        result=1
    }
}

commands=$("$sasyncd" --help | awk '/^Commands:$/ { on = 1; next } /^[A-Z]/ { on = 0 } on && /^  [a-z]/ { print $1 }' | sort | xargs)
case " $commands " in *' run '*' sync '*) ;; *) printf 'no commands in the help: %s\n' "$commands" >&2 && exit 1 ;; esac
expect "$commands" ''
expect 'sync' sy
expect 'sync' --config /dev/null sy
expect 'sync' --log-level = debug sy
expect '--dry-run' sync --d
expect '--reason' release prod/china --r
expect '--yes' retire prod/china --y
expect '--json' status --j
expect '' status --y
expect '--config' --c
expect '--config' check --c
expect 'debug' --log-level d
expect 'debug' --log-level = d
expect '/dev/null' run --config /dev/nul
expect '' release prod/china --reason '-'
# The program takes each option that is offered, or asks for its value.
for command in $commands; do
    for option in $(offered "$command" -); do
        ! { "$sasyncd" "$command" "$option" --help 2>&1 || true; } | grep -q 'unknown option' || {
            printf 'sasyncd %s does not know %s, which completion offers\n' "$command" "$option" >&2
            result=1
        }
    done
done
exit "$result"
