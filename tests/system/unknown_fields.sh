#!/usr/bin/env bash
# Fields and values that this version does not know are kept, told once a sweep in the log, and written once only.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 60 --seed 31
write_settings
set_section schedule '{every: 1s, timeout: 60s}'
control POST /faults '[{"site":"china","always":true,"match":{"page":1,"RepoRegionId":null,"Status":null,"ScanRange.1":null},
  "faults":[{"kind":"unknown_fields","row":0},{"kind":"unknown_enums","row":1}]}]' >/dev/null
start_daemon
wait_for_sql "three whole walks" t "SELECT count(*) >= 3 FROM sas.walk WHERE site = 'china' AND verdict = 'whole'"
stop_daemon TERM
grep -q 'event=unknown_fields source=test/china names=.*Level=' "$work/run.err" || fail "the log: $(cat "$work/run.err")"
told=$(grep -c 'event=unknown_fields' "$work/run.err")
walks=$(sql --command="SELECT count(*) FROM sas.walk WHERE site = 'china' AND verdict = 'whole'")
[ "$told" -le "$((walks + 1))" ] || fail "told $told times in $walks walks"
expect_sql "kept" 1 "SELECT count(*) FROM sas.occurrence WHERE extra IS NOT NULL"
expect_sql "the value as it came" 1 "SELECT count(*) FROM sas.occurrence WHERE level NOT IN ('serious', 'suspicious', 'remind')"
expect_sql "written by the first walk only" 0 \
    "SELECT count(*) FROM sas.walk WHERE walk_id > (SELECT min(walk_id) FROM sas.walk WHERE site = 'china') + 1 AND rows_written > 0"
printf 'ok\n'
