#!/usr/bin/env bash
# A daemon that is killed in mid-walk leaves the tables as its last publish left them; whoever walks next says that
# those walks were interrupted, and brings the tables to the truth.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 1000 --seed 8
write_settings
set_section lease '{ttl: 2s}'
set_section walk '{publish_every: 10ms}'

control POST /settings '{"latency_ms": 300}' >/dev/null
start_daemon
wait_for_sql "both walks under way, and a part of one published" "t" \
    "SELECT (SELECT count(*) FROM sasync.walk WHERE verdict IS NULL) = 2
        AND EXISTS (SELECT FROM sasync.walk_part) AND NOT EXISTS (SELECT FROM sasync.walk WHERE verdict IS NOT NULL)"
stop_daemon KILL
control POST /settings '{"latency_ms": 0}' >/dev/null
expect_sql "nothing says yet that they ended" 2 "SELECT count(*) FROM sas.walk WHERE verdict IS NULL"

sync_once
compare_with_truth
expect_sql "the walks of the killed daemon" "interrupted|interrupted|whole|whole" \
    "SELECT string_agg(verdict, '|' ORDER BY walk_id) FROM sas.walk"
expect_sql "an interrupted walk has an end and a reason" 2 \
    "SELECT count(*) FROM sas.walk WHERE verdict = 'interrupted' AND ended_at IS NOT NULL AND reason <> ''"
expect_sql "an opening for each finding, once" t \
    "SELECT (SELECT count(*) FROM sas.finding) = (SELECT count(*) FROM sas.event WHERE kind = 'opened')"
printf 'ok\n'
