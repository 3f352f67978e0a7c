# shellcheck shell=bash
# Starting, awaiting and stopping the processes of a script, by their pid. Sourced by with_postgres.sh and try.sh.

# Stops this shell's child $1 by signal $2, after 20 s by signal $3, and waits until it is gone.
stop_process() {
    local pid=$1 waited
    kill -s "$2" "$pid" 2>/dev/null || true
    for ((waited = 0; waited < 200; waited++)); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -s "$3" "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

# Runs a command so that a signal to this shell reaches it at once, and returns its exit status. bash would
# otherwise look at the signal only after the command has ended by itself.
run_and_forward() {
    local status before
    before=$(trap -p INT TERM HUP)
    trap 'forward_signal INT' INT
    trap 'forward_signal TERM' TERM
    trap 'forward_signal HUP' HUP
    # bash starts what it does not wait for with SIGINT ignored and no input; neither is wanted here.
    env --default-signal=INT,QUIT "$@" <&0 &
    foreground_pid=$!
    while :; do
        status=0
        foreground_interrupted=''
        wait "$foreground_pid" || status=$?
        [ -n "$foreground_interrupted" ] || break
    done
    foreground_pid=''
    trap - INT TERM HUP
    eval "$before"
    return "$status"
}

forward_signal() {
    foreground_interrupted=yes
    # A terminal sends its Ctrl-C to the command by itself.
    [ "$1" = INT ] && [ -t 0 ] && return
    kill -s "$1" "$foreground_pid" 2>/dev/null || true
}
