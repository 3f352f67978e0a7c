#!/usr/bin/env bash
# config/views.md is what `sasyncd schema --markdown` says of this version's schema, and leaves nothing out.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
top=$(cd "$(dirname "$0")/../.." && pwd)
printf 'database: {url: "dbname=%s"}\n' "$database" >"$work/sasyncd.yaml"
status=0
"$sasyncd" --config "$work/sasyncd.yaml" schema >"$work/out" 2>&1 || status=$?
[ "$status" = 78 ] || fail "without a schema it ended with $status: $(cat "$work/out")"
"$sasyncd" --config "$work/sasyncd.yaml" migrate >"$work/out" 2>&1 || fail "migrate: $(cat "$work/out")"
"$sasyncd" --config "$work/sasyncd.yaml" schema --markdown >"$work/views.md"
diff "$top/config/views.md" "$work/views.md" >&2 || fail "config/views.md is not current: tests/store/renew_schema.sh makes it anew"
"$sasyncd" --config "$work/sasyncd.yaml" schema >"$work/plain"
sql --field-separator=' ' --command="SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'sas'::regnamespace AND c.relkind = 'v'" >"$work/columns"
[ "$(wc -l <"$work/columns")" -gt 100 ] || fail "no columns were found"
while read -r view column; do
    awk -v view="## sas.$view" -v column="| \`$column\` |" '/^## / { on = $0 == view } on && index($0, column) == 1 { found = 1 }
        END { exit !found }' "$work/views.md" || fail "config/views.md lacks sas.$view.$column"
    awk -v view="sas.$view" -v column="$column" '/^sas/ { on = $0 == view } on && $1 == column { found = 1 } END { exit !found }' \
        "$work/plain" || fail "sasyncd schema lacks sas.$view.$column"
done <"$work/columns"
expect_sql "views, columns and functions of sas without a comment" "" "SELECT string_agg(name, ', ') FROM (
    SELECT c.relname || coalesce('.' || a.attname, '') AS name FROM pg_class c
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'sas'::regnamespace AND c.relkind = 'v'
      AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL)
    UNION ALL SELECT p.proname || '()' FROM pg_proc p WHERE p.pronamespace = 'sas'::regnamespace
      AND obj_description(p.oid, 'pg_proc') IS NULL) AS t"
printf 'ok\n'
