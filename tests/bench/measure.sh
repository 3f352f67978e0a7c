#!/usr/bin/env bash
# measure.sh PROGRAM SMALL LARGE QUOTA JSON
#
# The second half of run.sh: runs every benchmark with data sets of SMALL and LARGE rows against the server that
# libpq's environment names, and prints the table. Each ratio's sides are measured in turn, in processes of their own,
# round by round, so that what disturbs the machine disturbs both. Exit status 3: a budget is not kept.
set -euo pipefail

program=$1 small=$2 large=$3 quota=$4 json=$5
rounds=5

measure() { "$program" "$1" "$SASYNCD_BENCH_DIRECTORY" "${@:2}"; }
heading() { printf '\n== %s\n' "$*"; }

# Who is first alternates. The first load of round 1 leaves the rows that every COPY copies.
measure_load() {
    local rows=$1 round=$2
    if [ "$round" -eq 1 ]; then
        measure first-load "$rows"
        measure dump "$rows"
        measure copy "$rows"
    elif [ $((round % 2)) -eq 0 ]; then
        measure copy "$rows"
        measure first-load "$rows"
    else
        measure first-load "$rows"
        measure copy "$rows"
    fi
}

heading "Making $small and $large rows"
measure all-pages "$small"
for rows in "$large" $((large / 4 * 5)) $((small / 10)) "$quota"; do measure pages "$rows"; done

for ((round = 1; round <= rounds; round++)); do
    heading "Sweeps over $small rows, round $round of $rounds"
    measure_load "$small" "$round"
    measure unchanged "$small"
    measure changed "$small"
    measure rescanned "$small"
    measure parser "$small"
done

for ((round = 1; round <= rounds; round++)); do
    heading "First load of $large rows, round $round of $rounds"
    measure_load "$large" "$round"
done

# The databases of $small and $small / 10 rows are made anew: the large one is as the last round left it.
heading "Growth"
measure first-load $((small / 10))
measure first-load "$small"
for ((round = 1; round <= rounds; round++)); do
    for rows in $((small / 10)) "$small" "$large"; do measure growth "$rows"; done
done

heading "Questions of dashboards"
here=$(dirname "${BASH_SOURCE[0]}")
measure views "$large" "$here/questions.sql"

# As many findings as $large, since a row in five is a second occurrence; and a history, which a first load has not.
heading "Dashboards over $large findings and their history"
measure first-load $((large / 4 * 5))
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="bench_$((large / 4 * 5))" --file="$here/history.sql"
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="bench_$((large / 4 * 5))" \
    --set=fleet="$(cat "$here/../../config/grafana/fleet.json")" --set=sync="$(cat "$here/../../config/grafana/sync.json")" \
    --file="$here/dashboards.sql" >"$SASYNCD_BENCH_DIRECTORY/dashboards.sql"
measure views $((large / 4 * 5)) "$SASYNCD_BENCH_DIRECTORY/dashboards.sql"

heading "Sweeps within a quota"
createdb "bench_$quota"
measure quota "$quota"

measure report "$small" "$large" "$json"
