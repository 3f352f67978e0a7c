#!/usr/bin/env bash
# The report's figures are those of the tables, its text of strangers stays text, it fetches nothing; the file is there
# whole or stays as it was; and what is old or unread is said first.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 600 --seed 13
write_settings
set_section freshness '{limit: 1h}'
set_section schedule '{every: 1h, timeout: 300s}'

report() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" report "$@" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" = "$expected" ] || fail "report $* ended with $status instead of $expected: $(cat "$work/out" "$work/err")"
}
page=$work/report.html
has() { grep -qF -- "$1" "$page" || fail "no \"$1\" in the page: $(head -c 12000 "$page" | tail -c 5000)"; }
has_not() { ! grep -qiE -- "$1" "$page" || fail "the page has $1: $(grep -oiE -- ".{0,80}$1.{0,80}" "$page" | head -n 3)"; }
says() { grep -qF -- "$1" "$work/out" || fail "no \"$1\" in: $(cat "$work/out")"; }
complains() { grep -qF -- "$1" "$work/err" || fail "no \"$1\" in: $(cat "$work/err")"; }
# What a tile of the page shows, without blanks.
tile() { sed -n "s/.*<b>\([^<]*\)<\/b> <span>$1<\/span>.*/\1/p" "$page" | sed 's/[^0-9]//g'; }
# <ul class="tiles"> is one line: a tile a line.
split_page() { sed 's/<li/\n<li/g; s/<tr/\n<tr/g' "$page" >"$page.lines" && mv "$page.lines" "$page"; }
tile_is() {
    local expected
    expected=$(sql --command="$2")
    [ "$(tile "$1")" = "$expected" ] || fail "$1: the page says $(tile "$1"), the tables $expected"
}

# No schema, then nothing in it.
report 78 --html "$page"
[ ! -e "$page" ] || fail "a page without a schema"
"$sasyncd" --config "$work/sasyncd.yaml" migrate >/dev/null
report 0 --html "$page"
has 'Nothing was read yet'
has_not 'Nothing is open'
report 0
says 'No source is on record yet'

# What it takes, and what not.
report 64 --since yesterday
complains '--since takes a duration such as 30d or 12h'
report 64 report

sync_once 0
china=$(sql --command="SELECT json_agg(image_uuid) FROM (SELECT DISTINCT image_uuid FROM sas.finding
    WHERE site = 'china' AND length(image_uuid) = 32 ORDER BY 1 LIMIT 4) AS t")
control POST '/mutate?site=china' "[{\"op\":\"remove\",\"where\":{\"ImageUuid\":$china},\"all\":true},{\"op\":\"add\",\"count\":7,\"seed\":3}]" >/dev/null
sync_once
control POST '/mutate?site=china' '{"op":"reopen","count":3}' >/dev/null
sync_once
report 0 --html "$page"
head -c 15 "$page" | grep -qxF '<!DOCTYPE html>' || fail "not a page: $(head -c 60 "$page")"
tail -n 1 "$page" | grep -q '</html>$' || fail "the page is cut short"
has 'The data is current'
has '<bdi>test/china</bdi>'
has_not '<script|<link|<img|<iframe|https?://|url\(|@import'
request=$(sql --command="SELECT closing_request_id FROM sasync.episode WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, finding_key LIMIT 1")
has "$request"
split_page
tile_is 'serious, open now' "SELECT count(*) FROM (SELECT FROM sasync.occurrence_state WHERE gone_walk IS NULL
    GROUP BY account_id, finding_key HAVING bool_or(level = 'serious')) AS t"
tile_is 'open now, all levels' "SELECT count(DISTINCT finding_key) FROM sasync.occurrence_state WHERE gone_walk IS NULL"
tile_is 'new in the period' "SELECT count(*) FROM sasync.event WHERE kind = 'opened' AND reason IS DISTINCT FROM 'initial' AND row_key IS NULL"
tile_is 'came back' "SELECT count(*) FROM sasync.event WHERE kind = 'reopened' AND row_key IS NULL"
tile_is removed "SELECT count(*) FROM sasync.event e JOIN sasync.finding f USING (account_id, finding_key)
    WHERE e.kind = 'closed' AND e.reason = 'absent' AND e.row_key IS NULL
      AND NOT EXISTS (SELECT FROM sasync.occurrence_state s WHERE s.account_id = e.account_id AND s.finding_key = e.finding_key
                      HAVING min(s.status) = 3)
      AND NOT EXISTS (SELECT FROM sasync.episode n WHERE n.account_id = e.account_id AND n.continued_from = e.finding_key)"
for happened in removed 'came back'; do
    [ "$(tile "$happened")" -gt 0 ] || fail "nothing was $happened, so nothing was compared"
done
report 0 --since 2d
says "new $(tile 'new in the period'), came back $(tile 'came back')"

# A period that ended before anything happened is told as it was; one that began earlier has what was open then: nothing.
report 0 --since 2020-01-01
says 'since 2020-01-01'

# Hostile names stay text.
control POST '/mutate?site=china' '{"op":"set","first":400,"fields":{"RepoName":"</td><script>alert(1)</script>\"'"'"'\u202e\u001b[31m"}}' >/dev/null
sync_once
report 0 --html "$page"
has '&lt;script&gt;alert(1)&lt;/script&gt;'
has_not '<script'
! grep -q $'\x1b' "$page" || fail "an escape reached the page"
report 0 --html -
cmp -s <(sed 's/made [^<]*//; s/[0-9]* \(s\|min\)\b//g' "$page") <(sed 's/made [^<]*//; s/[0-9]* \(s\|min\)\b//g' "$work/out") ||
    fail "standard output gets another page"
report 0
! grep -q $'\x1b' "$work/out" || fail "an escape reached the terminal"

# The file is exchanged whole, and kept where it cannot be.
exec 5<"$page"
report 0 --html "$page"
[ "$(head -c 15 <&5)" = '<!DOCTYPE html>' ] || fail "who reads the old file must read it to its end"
exec 5<&-
[ "$(find "$work" -name 'report.html*' | wc -l)" = 1 ] || fail "something is left beside the file: $(ls "$work")"
report 73 --html "$work/no such folder/report.html"
complains 'No such file or directory; name a file in a directory that you may write to'
report 73 --html "$work"
complains 'Is a directory'

# What is old is said first, by name; and nobody's database is not nobody's fault.
sql --command="UPDATE sasync.source SET read_at = now() - interval '3 days' WHERE site = 'china'"
report 0 --html "$page"
has 'Part of this is old: 1 of 2 sources'
has '<bdi>test/china</bdi></b>: last read 3 d ago, may lag 1 h'
report 0
says 'OLD test/china'
sed -i 's/^database:.*/database: {url: "host=127.0.0.1 port=1 dbname=none"}/' "$work/sasyncd.yaml"
before=$(cksum <"$page")
report 69 --html "$page"
[ "$(cksum <"$page")" = "$before" ] || fail "a report that failed touched the file"
printf 'ok\n'
