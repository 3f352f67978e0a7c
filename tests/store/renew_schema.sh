#!/usr/bin/env bash
# renew_schema.sh SASYNCD
#
# After a migration was added or changed: makes migrations/schema.sql and config/views.md anew, from a database that this
# program migrated. Takes a PostgreSQL server of its own.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
if [ -z "${PGHOST:-}" ]; then
    exec "$top/tests/support/with_postgres.sh" bash "${BASH_SOURCE[0]}" "$(realpath "$1")"
fi
work=$(mktemp -d)
database=sasyncd_renew_$$
trap 'dropdb --if-exists --force "$database"; rm -rf "$work"' EXIT
createdb "$database"
printf 'database: {url: "dbname=%s"}\n' "$database" >"$work/sasyncd.yaml"
"$1" --config "$work/sasyncd.yaml" migrate
"$top/tests/store/dump_schema.sh" "$database" >"$work/schema.sql"
"$1" --config "$work/sasyncd.yaml" schema --markdown >"$work/views.md"
cp "$work/schema.sql" "$top/migrations/schema.sql"
cp "$work/views.md" "$top/config/views.md"
