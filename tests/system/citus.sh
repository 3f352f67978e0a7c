#!/usr/bin/env bash
# migrations/citus.sql names every table once, and every key allows what it does. Citus is no part of Debian: its functions
# are stood in for by ones that refuse what Citus refuses, and remember the rest.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
file=$(cd "$(dirname "$0")/../.." && pwd)/migrations/citus.sql
printf 'database: {url: "dbname=%s"}\n' "$database" >"$work/sasyncd.yaml"
"$sasyncd" --config "$work/sasyncd.yaml" migrate >"$work/migrate.out" 2>&1 || fail "$(cat "$work/migrate.out")"
distribute() { sql --single-transaction --file="$file" >"$work/citus.out" 2>&1; }

! distribute || fail "it ran in a database without Citus"
grep -q 'CREATE EXTENSION citus first' "$work/citus.out" || fail "no remedy without Citus: $(cat "$work/citus.out")"

sql >/dev/null <<'STAND_IN'
CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, partkey text, beside text);
CREATE FUNCTION create_reference_table(regclass) RETURNS void LANGUAGE sql AS 'INSERT INTO pg_dist_partition VALUES ($1)';
CREATE FUNCTION create_distributed_table(name regclass, distribution_column text, colocate_with text) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    is_key smallint := (SELECT attnum FROM pg_attribute WHERE attrelid = name AND attname = distribution_column AND attnotnull);
    unfit text := (
        SELECT string_agg(indexrelid::regclass::text, ', ')
        FROM pg_index
        WHERE indrelid = name AND (indisunique OR indisexclusion) AND NOT is_key = ANY (indkey::smallint[]));
BEGIN
    IF is_key IS NULL THEN
        RAISE EXCEPTION '% has no column % that is NOT NULL', name, distribution_column;
    ELSIF unfit IS NOT NULL THEN
        RAISE EXCEPTION '% of % is unique without %', unfit, name, distribution_column;
    ELSIF EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND name IN (conrelid, confrelid)) THEN
        RAISE EXCEPTION '% has a foreign key: it must hold %, or lead to a reference table', name, distribution_column;
    ELSIF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = name) THEN
        RAISE EXCEPTION '% has a trigger, which Citus does not take', name;
    ELSIF EXISTS (SELECT FROM pg_attribute WHERE attrelid = name AND attidentity <> '' AND atttypid <> 'bigint'::regtype) THEN
        RAISE EXCEPTION '% is numbered by something else than bigint', name;
    ELSIF colocate_with <> 'none' AND NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass) THEN
        RAISE EXCEPTION '% is to lie with %, which is not distributed', name, colocate_with;
    END IF;
    INSERT INTO pg_dist_partition VALUES (name, distribution_column, colocate_with);
END
$$;
STAND_IN
distribute || fail "a key does not allow it: $(cat "$work/citus.out")"
expect_sql "tables that citus.sql leaves out" "" "SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c
  WHERE c.relnamespace = 'sasync'::regnamespace AND c.relkind IN ('r', 'p')
    AND c.oid NOT IN (SELECT logicalrelid FROM pg_dist_partition)"
# What has an account is of that account; only the accounts themselves are everywhere, for the views to name them.
expect_sql "tables of an account that are not distributed" "sasync.account" "SELECT string_agg(d.logicalrelid::text, ', ')
  FROM pg_dist_partition d JOIN pg_attribute a ON a.attrelid = d.logicalrelid AND a.attname = 'account_id'
  WHERE d.partkey IS NULL"
expect_sql "tables that lie apart" "sasync.source" "SELECT string_agg(logicalrelid::text, ', ') FROM pg_dist_partition
  WHERE partkey IS NOT NULL AND beside <> 'sasync.source'"
for table in $(sql --command="SELECT relname FROM pg_class WHERE relnamespace = 'sasync'::regnamespace AND relkind = 'r'"); do
    [ "$(grep -c "^ *'$table',\{0,1\}\( .*\)\{0,1\}$" "$file")" = 1 ] || fail "citus.sql does not name $table exactly once"
done

# Again, as after a migration that brought a table.
sql --command="DELETE FROM pg_dist_partition WHERE logicalrelid = 'sasync.lease'::regclass"
distribute || fail "a second time: $(cat "$work/citus.out")"
expect_sql "tables distributed after the second time" t "SELECT count(*) = (SELECT count(*) FROM pg_class
  WHERE relnamespace = 'sasync'::regnamespace AND relkind = 'r') FROM pg_dist_partition"

# The stand-in does refuse.
sql --command="DELETE FROM pg_dist_partition WHERE logicalrelid = 'sasync.walk'::regclass;
  CREATE UNIQUE INDEX unfit ON sasync.walk (walk_id)"
! distribute || fail "a unique index without account_id was taken"
grep -q 'unfit of sasync.walk is unique without account_id' "$work/citus.out" || fail "$(cat "$work/citus.out")"
printf 'ok\n'
