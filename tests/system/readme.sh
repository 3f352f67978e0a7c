#!/usr/bin/env bash
# The questions of README.md, each put to a database that three sweeps filled, are answered as it says there; dates,
# request ids and ages apart, which differ each time. With README_ANSWERS=FILE the answers are written there.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
readme=$(cd "$(dirname "$0")/../.." && pwd)/README.md
start_simulator --rows 3000 --seed 7
write_settings
set_section freshness '{limit: 1h}'
sync_once
images=$(sql --command="SELECT json_agg(image_uuid ORDER BY image_uuid) FROM
  (SELECT DISTINCT image_uuid FROM sas.occurrence WHERE site = 'china' AND length(image_uuid) = 32 ORDER BY 1 LIMIT 3) AS t")
control POST "/mutate?site=china" "[{\"op\":\"remove\",\"where\":{\"ImageUuid\":$images},\"all\":true},
  {\"op\":\"rescan\",\"count\":40,\"seed\":2},{\"op\":\"add\",\"count\":3,\"seed\":5}]" >/dev/null
sync_once
control POST "/mutate?site=china" '{"op":"reopen","count":2}' >/dev/null
sync_once

# The nth SQL block of README.md, and the text block that follows it.
block() { awk -v kind="$1" -v wanted="$2" '/^```/ {n += ($0 == "```" kind); on = ($0 == "```" kind && n == wanted); next} on' "$readme"; }
mask() {
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:.]+\+00)?/DATE/g
            s/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/ID/g; s/[0-9]{2}:[0-9]{2}:[0-9]{2}/AGE/g; s/[- ]+/ /g; s/ $//'
}

questions=$(grep -c '^```sql$' "$readme")
[ "$questions" -ge 5 ] || fail "README.md asks $questions questions"
for ((n = 1; n <= questions; n++)); do
    block sql "$n" >"$work/question.sql"
    PGTZ=UTC psql --no-psqlrc --quiet --pset=null=- --pset=footer=off --set=ON_ERROR_STOP=1 --dbname="$database" \
        --file="$work/question.sql" | sed '/^$/d; s/ *$//' >"$work/answer" || fail "question $n: $(cat "$work/question.sql")"
    [ "$(wc -l <"$work/answer")" -gt 2 ] || fail "nothing answers question $n: $(cat "$work/question.sql")"
    [ -z "${README_ANSWERS:-}" ] || cat "$work/question.sql" "$work/answer" >>"$README_ANSWERS"
    [ -n "${README_ANSWERS:-}" ] || diff <(block text "$n" | mask) <(mask <"$work/answer") >"$work/difference" ||
        fail "question $n is answered otherwise: $(cat "$work/difference")"
done
printf 'ok\n'
