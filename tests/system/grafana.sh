#!/usr/bin/env bash
# The dashboards of config/grafana: sound as they stand; every query of theirs is answered to a reader, for all and for one
# account, level and repository; and the figures are those that the tables give when they are counted another way.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
here=$(cd "$(dirname "$0")" && pwd)
dashboards=$here/../../config/grafana
mine=1111111111111111 other=9999999999999999
start_simulator --rows 600 --seed 11 --key "test-access-key-id:test-access-key-secret::$mine" --key "other-key:secret::$other"
write_settings
sed -i 's/^accounts:/&\n  - {name: other, credentials: {kind: access_key, access_key_id: other-key, access_key_secret: secret}}/' "$work/sasyncd.yaml"
set_section freshness '{limit: 30d}'
set_section schedule '{every: 1h, timeout: 300s}'
set_section fuse '{fraction: 1, minimum: 1000000}'

change() { control POST /mutate "{\"account\":\"$1\",\"site\":\"china\",\"operations\":[$2]}" >/dev/null; }
# All that is on record happened a day earlier; what the API tells stays.
a_day_passes() {
    sql >/dev/null <<'SQL'
DO $$
DECLARE
    moved record;
BEGIN
    FOR moved IN
        SELECT table_name, string_agg(format('%1$I = %1$I - interval ''1 day''', column_name), ', ') AS columns
        FROM information_schema.columns
        WHERE table_schema = 'sasync' AND data_type LIKE 'timestamp%' AND column_name NOT LIKE '%scan_at'
          AND column_name NOT LIKE '%verify_at' AND table_name NOT IN ('lease', 'daemon', 'schema_migration')
          AND table_name IN (SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE')
        GROUP BY table_name
    LOOP
        EXECUTE format('UPDATE sasync.%I SET %s', moved.table_name, moved.columns);
    END LOOP;
    UPDATE sasync.daily SET day = day - 10000;
    UPDATE sasync.daily SET day = day + 9999;
END
$$;
SQL
}
# Three images that are there, as JSON, from the given one on.
images() {
    sql --command="SELECT json_agg(image_uuid ORDER BY image_uuid) FROM (SELECT DISTINCT image_uuid FROM sas.occurrence
        WHERE site = 'china' AND account = '$1' AND presence = 'present' AND length(image_uuid) = 32 AND repo_name IS NOT NULL
        ORDER BY 1 OFFSET $2 LIMIT 3) AS t"
}

psql --no-psqlrc --quiet --dbname="$database" --file="$here/../../migrations/roles.sql" >/dev/null
"$sasyncd" --config "$work/sasyncd.yaml" migrate >/dev/null
ask() {
    sql --set=is_filled="$1" --set=fleet="$(cat "$dashboards/fleet.json")" --set=sync="$(cat "$dashboards/sync.json")" \
        --file="$here/grafana.sql" >"$work/faults" || fail "grafana.sql itself failed"
    [ ! -s "$work/faults" ] || fail "$(cat "$work/faults")"
}
state="SELECT string_agg(substring(row ->> 'state' FROM '^[A-Z ]+'), '|' ORDER BY dashboard)
       FROM answer WHERE choice = 'all' AND row ->> 'state' IS NOT NULL"
forget() {
    sql --command="DROP TABLE IF EXISTS dashboard, choice, answer, fault, figure CASCADE;
        DROP FUNCTION IF EXISTS expanded, shown CASCADE; DROP VIEW IF EXISTS ended, open_finding CASCADE"
}

# Nothing was read: nothing is said to be nought.
ask false
expect_sql "an empty database" 'NO DATA|NO DATA' "$state"
expect_sql "what is open there" 0 "SELECT count(row ->> 'All levels') FROM answer WHERE title = 'Open now, by level'"
forget 2>/dev/null

# A week of two accounts.
change "$other" "{\"op\":\"set\",\"where\":{\"RepoName\":\"gitlab-33\"},\"all\":true,\"fields\":{\"RepoName\":\"o'brien\"}}"
sync_once
a_day_passes
a_day_passes
gone=$(images test 0) accepted=$(images test 3) quoted=$(images other 0)
change "$mine" "{\"op\":\"remove\",\"where\":{\"ImageUuid\":$gone},\"all\":true},{\"op\":\"rescan\",\"count\":40,\"seed\":2},
    {\"op\":\"add\",\"count\":9,\"seed\":5},{\"op\":\"set\",\"where\":{\"ImageUuid\":$accepted},\"all\":true,\"fields\":{\"Status\":3}}"
change "$other" "{\"op\":\"set\",\"where\":{\"ImageUuid\":$quoted},\"all\":true,\"fields\":{\"RepoName\":\"o'brien\"}},
    {\"op\":\"add\",\"count\":4,\"seed\":6}"
sync_once
a_day_passes
change "$mine" "{\"op\":\"remove\",\"where\":{\"ImageUuid\":$accepted},\"all\":true}"
change "$other" "{\"op\":\"remove\",\"where\":{\"ImageUuid\":$(images other 6)},\"all\":true},
    {\"op\":\"set\",\"where\":{\"ImageUuid\":$quoted},\"all\":true,\"fields\":{\"Level\":\"serious\"}}"
sync_once
a_day_passes
a_day_passes
change "$other" '{"op":"reopen","count":4}'
change "$mine" '{"op":"add","count":3,"seed":8}'
sync_once
a_day_passes
# Closings that are held; then a walk that is not whole, and a row that cannot be stored.
set_section fuse '{fraction: 0.01, minimum: 5}'
change "$mine" '{"op":"remove","count":30,"seed":9}'
sync_once 75
control POST /faults '[{"site":"international","match":{"page":2},"fault":{"code":"NoSuchThing","http":400}},
    {"site":"china","match":{"page":1,"MaliciousMd5":null},"fault":{"kind":"wrong_type","row":0,"field":"MaliciousMd5"}}]' >/dev/null
sync_once 75
events_replay_to_tables
sql --command="ANALYZE"

ask true
sql --file="$here/grafana_figures.sql" >"$work/differences" || fail "grafana_figures.sql itself failed"
[ ! -s "$work/differences" ] || fail "$(cat "$work/differences")"
expect_sql "closings are held" 'HELD|HELD' "$state"
expect_sql "an account that nobody has" 'NO DATA' "SELECT DISTINCT substring(row ->> 'state' FROM '^[A-Z ]+') FROM answer
    WHERE choice = 'hostile' AND row ->> 'state' IS NOT NULL"

# A source that stands still is not passed over, whatever the figures say.
sql --command="UPDATE sasync.source SET read_at = now() - interval '31 days' WHERE site = 'china'"
forget 2>/dev/null
ask true
expect_sql "old data" 'OLD DATA|OLD DATA' "$state"
printf 'ok\n'
