# bash completion for sasyncd, from what `sasyncd --help` says: the program cannot know more than this offers.

# The options that `sasyncd --help` tells of all commands, and of this one ($1), if it is one.
_sasyncd_options() {
    "${COMP_WORDS[0]}" --help 2>/dev/null | awk -v command="$1" '
        /^[A-Z][a-z ]*:$/ { section = $1; owner = ""; next }
        section == "Options:" && /^  -/ { print_options() }
        section != "Commands:" || command == "" { next }
        /^  [a-z]/ { owner = $1 }
        # release and retire take the same.
        owner == command || owner == "retire" && command == "release" { print_options() }
        function print_options(    rest) {
            rest = $0
            sub(/^ +/, "", rest)
            sub(/   .*/, "", rest)
            while (match(rest, /--[a-z-]+/)) {
                print substr(rest, RSTART, RLENGTH)
                rest = substr(rest, RSTART + RLENGTH)
            }
        }'
}

_sasyncd_commands() {
    "${COMP_WORDS[0]}" --help 2>/dev/null | awk '
        /^[A-Z][a-z ]*:$/ { section = $1; next }
        section == "Commands:" && /^  [a-z]/ { print $1 }'
}

_sasyncd() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i
    COMPREPLY=()
    # `--name=value` comes as three words.
    if [[ $word == = ]]; then word=''; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD - 2]}; fi
    case $before in
        --config | --html) mapfile -t COMPREPLY < <(compgen -f -- "$word") && compopt -o filenames 2>/dev/null && return ;;
        --log-level)
            mapfile -t COMPREPLY < <(compgen -W 'trace debug info warn error critical off' -- "$word")
            return
            ;;
        --reason | --since | --account) return ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --config | --log-level | --reason | --html | --since | --account)
                if [[ ${COMP_WORDS[i + 1]-} == = ]]; then ((i += 2)); else ((i += 1)); fi
                ;;
            -*) ;;
            *) command=${COMP_WORDS[i]} && break ;;
        esac
    done
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_sasyncd_options "$command")" -- "$word")
    elif [[ -z $command ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_sasyncd_commands)" -- "$word")
    fi
}

complete -F _sasyncd sasyncd
