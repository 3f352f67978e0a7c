#!/usr/bin/env bash
# The status page: it tells what is fresh and what is held and what to do, in safe HTML; and neither a thousand
# connections nor a database that is away or hangs harm it, or the work.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
trap '' PIPE  # connections that it closes under us
start_simulator --rows 200 --seed 57
write_settings
set_section admin '{listen: "127.0.0.1:0"}'
set_section schedule '{every: 1h, timeout: 60s}'  # when the test asks, not beside it
set_section lease '{ttl: 3s}'

# The answer to this request, headers and all, into $work/answer.
talk() {
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf '%b' "$1" >&3 2>/dev/null || true
    cat <&3 >"$work/answer" 2>/dev/null || true
    exec 3>&-
}
get() { talk "${2:-GET} $1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"; }
status_is() {
    local line
    IFS= read -r line <"$work/answer" || true
    [[ $line == "HTTP/1.1 $1 "* ]] || fail "$2: $line instead of $1: $(head -c 600 "$work/answer")"
}
has() { grep -qF -- "$1" "$work/answer" || fail "no \"$1\" in: $(tail -c 6000 "$work/answer")"; }
# The page, as soon as it has this.
page_comes_to_have() {
    local tries
    for ((tries = 0; tries < 120; tries++)); do
        get /
        ! grep -qF -- "$1" "$work/answer" || return 0
        sleep 0.5
    done
    fail "the page never has \"$1\": $(tail -c 6000 "$work/answer")"
}

start_daemon
for ((tries = 0; tries < 300; tries++)); do
    port=$(sed -n 's/.*event=admin_listening address=127.0.0.1:\([0-9]*\).*/\1/p' "$work/run.err" | head -n 1)
    [ -z "$port" ] || break
    sleep 0.1
done
[ -n "$port" ] || fail "it does not say where it listens: $(cat "$work/run.err")"
wait_for_sql "the first sweep" t "SELECT count(*) >= 2 FROM sas.walk WHERE verdict = 'whole'"

# All is well.
page_comes_to_have '<h1>All 2 sources are fresh</h1>'
status_is 200 /
has 'Content-Type: text/html; charset=utf-8'
has "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
has 'X-Content-Type-Options: nosniff'
has 'Referrer-Policy: no-referrer'
has 'Cache-Control: no-store'
has 'test/china'
has 'Nothing in 30 days, first loads not counted.'
has "sasyncd $("$sasyncd" --version | cut -d' ' -f2)"
! grep -qiE '<(script|link|img|iframe)|https?://|url\(' "$work/answer" || fail "the page fetches something"
get / HEAD
status_is 200 HEAD
[ "$(tail -n 1 "$work/answer" | tr -d '\r')" = "" ] || fail "HEAD has a body: $(tail -c 300 "$work/answer")"
for method in POST PUT DELETE OPTIONS; do
    get / $method
    status_is 405 $method
    has 'Allow: GET, HEAD'
done
get '/?x=<script>'
status_is 200 'a query'
get '/<script>'
status_is 404 'a path that is none'
! grep -qF '<script>' "$work/answer" || fail "the path came back: $(cat "$work/answer")"

# What opens is told.
control POST '/mutate?site=china' '{"op":"add","count":7,"seed":3}' >/dev/null
sync_once
page_comes_to_have '<ul class="openings">'
has 'opened</span>'

# Too much goes at once: it says what to do, and the text of strangers stays text.
control POST '/mutate?site=china' '{"op":"clear"}' >/dev/null
sync_once 75
page_comes_to_have 'Closings are held'
has '<code>sasyncd release test/china --reason'
sql --command="UPDATE sasync.source SET last_verdict = 'partial', last_reason = E'<script>alert(1)</script>\u202E\x1b[31m'"
page_comes_to_have '&lt;script&gt;alert(1)&lt;/script&gt;\u{202e}\u{1b}[31m'
! grep -qF '<script' "$work/answer" || fail "a stranger's text is an element: $(cat "$work/answer")"

# A thousand connections that say nothing, half a request, or take no answer: others are answered, and sweeps go on.
ulimit -n 4096 2>/dev/null || true
held=()
for ((i = 0; i < 1000; i++)); do
    { exec {connection}<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || continue
    held+=("$connection")
    case $((i % 3)) in
        0) printf 'GET / HT' 1>&"$connection" 2>/dev/null || true ;;
        1) printf 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' 1>&"$connection" 2>/dev/null || true ;;
    esac
done
[ "${#held[@]}" -gt 500 ] || fail "only ${#held[@]} connections could be opened"
get /livez
status_is 200 "/livez beside ${#held[@]} connections"
get /
status_is 200 "/ beside ${#held[@]} connections"
open=$(find "/proc/$daemon_pid/fd" -type l | wc -l)
[ "$open" -lt 150 ] || fail "it holds $open descriptors"
before=$(sql --command="SELECT count(*) FROM sas.walk")
sync_once 75
expect_sql "a sweep beside them" t "SELECT count(*) >= $before + 2 FROM sas.walk"
for connection in "${held[@]}"; do exec {connection}>&-; done

# A database that hangs: the page comes all the same, and says so.
mkfifo "$work/lock"
sql <"$work/lock" >/dev/null 2>&1 &
locker=$!
exec 4>"$work/lock"
printf 'BEGIN; LOCK TABLE sasync.account;\n' >&4
wait_for_sql "the lock" t "SELECT count(*) > 0 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'sasync.account'::regclass AND granted"
page_comes_to_have 'The database does not answer'
has 'What stands below is what it last told'
has 'Closings are held'
get /livez
status_is 200 "/livez while the database hangs"
exec 4>&-
wait "$locker" || true
page_comes_to_have 'needs somebody</h1>'

# One that is away: likewise, and everything comes back with it.
sql --dbname=postgres --command="ALTER DATABASE $database ALLOW_CONNECTIONS false" \
    --command="SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '$database'" >/dev/null
page_comes_to_have 'The database does not answer'
has 'See that PostgreSQL runs'
get /readyz
status_is 503 "/readyz without a database"
sql --dbname=postgres --command="ALTER DATABASE $database ALLOW_CONNECTIONS true"
page_comes_to_have 'needs somebody</h1>'
stop_daemon TERM
[ "$status" = 0 ] || fail "it ended with $status: $(tail -n 5 "$work/run.err")"

# A daemon that never saw a database has a page too.
sed -i "s/dbname=$database/host=127.0.0.1 port=1 dbname=none connect_timeout=2/" "$work/sasyncd.yaml"
: >"$work/run.err"
start_daemon
port=''
for ((tries = 0; tries < 300; tries++)); do
    port=$(sed -n 's/.*event=admin_listening address=127.0.0.1:\([0-9]*\).*/\1/p' "$work/run.err" | head -n 1)
    [ -z "$port" ] || break
    sleep 0.1
done
page_comes_to_have 'It has told nothing since this process started'
has 'test/china'
has 'not known'
stop_daemon TERM
printf 'ok\n'
