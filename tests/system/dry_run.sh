#!/usr/bin/env bash
# sync --dry-run tells in rows what a sync would do, needs a role that may only SELECT, and writes nothing at all.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 1000 --seed 21
write_settings
reader="${database}_reader"
drop_reader() { sql --command="DROP OWNED BY $reader; DROP ROLE $reader" >/dev/null 2>&1 || true; }
trap 'ended=$?; drop_reader; (exit "$ended"); clean_up' EXIT

dry_run() {
    local status=0
    LC_ALL=C "$sasyncd" --config "$work/dry.yaml" sync --dry-run >"$work/dry.out" 2>"$work/dry.err" || status=$?
    [ "$status" = "${1:-0}" ] || fail "the dry run ended with $status instead of ${1:-0}: $(cat "$work/dry.out" "$work/dry.err")"
}
# The number of a source in a column of the table, told by its heading: columns are two blanks apart, numbers group
# their digits by one.
column() {
    sed 's/  \+/\t/g' "$work/dry.out" | awk -F'\t' -v source="$1" -v name="$2" \
        '$1 == "source" { for (i = 1; i <= NF; i++) if ($i == name) n = i }
         $1 == source && n { gsub(/ /, "", $n); print $n; exit }'
}
expect_column() {
    [ "$(column "$1" "$2")" = "$3" ] || fail "$1, $2: expected $3 in: $(cat "$work/dry.out")"
}
marks() {
    local tables
    tables=$(sql --command="SELECT string_agg(format('SELECT %L || ctid || xmin AS m FROM %s', relname, oid::regclass),
        ' UNION ALL ') FROM pg_class WHERE relnamespace = 'sasync'::regnamespace AND relkind = 'r'")
    sql --command="SELECT md5(string_agg(m, ',' ORDER BY m)) FROM ($tables) AS t"
}

# Without a schema there is nothing to compare with, and a dry run makes none.
cp "$work/sasyncd.yaml" "$work/dry.yaml"
dry_run 78
grep -q 'sasyncd migrate' "$work/dry.err" || fail "no remedy: $(cat "$work/dry.err")"
expect_sql "no schema was made" t "SELECT to_regnamespace('sasync') IS NULL"

"$sasyncd" --config "$work/sasyncd.yaml" migrate >/dev/null
sql --command="CREATE ROLE $reader; GRANT USAGE ON SCHEMA sasync TO $reader;
               GRANT SELECT ON ALL TABLES IN SCHEMA sasync TO $reader"
sed "s/dbname=$database/dbname=$database options='-c role=$reader'/" "$work/sasyncd.yaml" >"$work/dry.yaml"

before=$(marks)
dry_run
[ "$before" = "$(marks)" ] || fail "the first dry run wrote"
for site in china international; do
    expect_column "test/$site" "would open" "$(control GET "/truth?site=$site&count=1" | grep -o '[0-9]\+' | head -n 1)"
done
grep -q '^Dry run: nothing was written' "$work/dry.out" || fail "not marked: $(cat "$work/dry.out")"
grep -q ' to open' "$work/dry.err" || fail "the progress says that it was done: $(cat "$work/dry.err")"

sync_once
before=$(marks)
dry_run
expect_column test/china "would open" 0
expect_column test/china "would change" 0
grep -q 'nothing to change' "$work/dry.err" || fail "something to change in: $(cat "$work/dry.err")"

control POST "/mutate?site=china" '[{"op":"rescan","count":70,"seed":3},
  {"op":"set","first":12,"fields":{"Level":"a level of its own"}},{"op":"add","count":25,"seed":99}]' >/dev/null
dry_run
expect_column test/china "would open" 25
expect_column test/china "would change" 12
expect_column test/international "would open" 0
[ "$(column test/china "would rescan")" -gt 40 ] || fail "hardly a rescan in: $(cat "$work/dry.out")"

# Questions are asked, and what is gone would close; or the fuse would hold it.
control POST "/mutate?site=china" '[{"op":"remove","count":8,"seed":6}]' >/dev/null
dry_run
expect_column test/china suspects 8
expect_column test/china "would close" 8
expect_column test/china "would hold" 0
printf 'fuse: {fraction: 0.001, minimum: 5}\n' >>"$work/dry.yaml"
dry_run 75
expect_column test/china "would close" 0
expect_column test/china "would hold" 8
grep -q 'the fuse would hold 8 occurrences' "$work/dry.out" || fail "no word of the fuse in: $(cat "$work/dry.out")"
sed -i '/^fuse:/d' "$work/dry.yaml"
[ "$before" = "$(marks)" ] || fail "a dry run wrote"

# Beside a daemon that leads, and a source that cannot be read to its end.
sql --command="UPDATE sasync.lease SET holder = 'elsewhere:1', token = token + 1, expires_at = now() + interval '1 hour'"
before=$(marks)
control POST /faults '[{"site":"china","match":{"page":{"from":3,"to":3}},"always":true,
  "fault":{"kind":"error","http":400,"code":"InvalidParameter","message":"too deep"}}]' >/dev/null
dry_run 75
[ "$before" = "$(marks)" ] || fail "a dry run wrote"
printf 'ok\n'
