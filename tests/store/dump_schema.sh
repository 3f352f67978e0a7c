#!/usr/bin/env bash
# dump_schema.sh DATABASE
#
# Prints the schema of a database in the form of migrations/schema.sql, which is the same whatever the version of
# PostgreSQL: what pg_dump says, without the remarks and settings in which its versions differ.
# To renew the file after a migration was added: migrate an empty database, then
#   tests/store/dump_schema.sh DATABASE > migrations/schema.sql
set -euo pipefail

programs=${SASYNCD_PG_BIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5n | tail -n 1)}
printf '%s\n\n' '-- What the migrations of this folder add up to. Made by tests/store/dump_schema.sh; a test compares the two.'
"$programs/pg_dump" --schema-only --no-owner --no-privileges --schema=sas --schema=sasync --dbname="$1" |
    sed -e '/^--/d' -e '/^SET /d' -e '/^SELECT pg_catalog.set_config/d' -e '/^\\/d' | cat -s | sed -e '1{/^$/d}' -e '${/^$/d}'
