#!/usr/bin/env bash
# The questions of config/questions.md, each put by a reader to a database whose sources changed for three weeks, are
# answered as it says there. `RENEW_ANSWERS=1` writes the answers anew.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
# shellcheck source-path=SCRIPTDIR source=questions_lib.sh
. "$(dirname "$0")/questions_lib.sh"
here=$(cd "$(dirname "$0")/../.." && pwd)
start_simulator --rows 2000 --seed 11
write_settings
set_section freshness '{limit: 1h}'
mutate() { control POST "/mutate?site=${2:-china}" "$1" >/dev/null; }
# One sync, so many days ago as far as the database knows.
sync_days_ago() {
    sql --command="ALTER DATABASE $database SET sasync.moment =
        '$(sql --command="SELECT date_trunc('day', now(), 'UTC') - interval '$1 days' + interval '8 hours'")'"
    sync_once 0
}

sync_days_ago 21
mutate '[{"op":"rescan","count":300,"seed":1},{"op":"set","count":60,"seed":2,"fields":{"Status":3}}]'
sync_days_ago 18
mutate '[{"op":"remove","count":90,"seed":3},{"op":"set","count":40,"seed":4,"fields":{"Level":"serious"}}]'
sync_days_ago 14
mutate '[{"op":"add","count":30,"seed":5},{"op":"set","count":30,"seed":6,"fields":{"Status":1}},{"op":"remove","count":70,"seed":7}]'
sync_days_ago 9
mutate '[{"op":"reopen","count":50},{"op":"rescan","count":300,"seed":8}]'
mutate '[{"op":"remove","count":40,"seed":9}]' international
sync_days_ago 5
mutate '[{"op":"remove","count":60,"seed":10},{"op":"add","count":8,"seed":11}]'
sync_days_ago 2
sql --command="ALTER DATABASE $database RESET sasync.moment"
mutate '[{"op":"add","count":6,"seed":12},{"op":"remove","count":6,"seed":13},{"op":"reopen","count":2}]'
mutate '[{"op":"remove","fraction":0.8,"seed":14}]' international
sync_once 75 # the fuse holds the other site
psql --no-psqlrc --quiet --dbname="$database" --file="$here/migrations/roles.sql" >/dev/null 2>&1
PGOPTIONS="-c role=sasyncd_reader" ask_all "$here/config/questions.md" 12
printf 'ok\n'
