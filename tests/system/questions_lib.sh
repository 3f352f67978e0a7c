# The questions of a document and their answers: each SQL block is followed by a text block that shows what psql prints.
# Sourced after common.sh. With RENEW_ANSWERS=1 the text blocks of the document are written anew instead of compared.
# shellcheck shell=bash disable=SC2154  # common.sh sets database and work

# The nth block of kind $2 in document $1.
block() { awk -v kind="$2" -v wanted="$3" '/^```/ {n += ($0 == "```" kind); on = ($0 == "```" kind && n == wanted); next} on' "$1"; }

# What differs each time: dates, times of day and milliseconds since 1970, request ids, and the blanks around them.
mask() {
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:.]+\+00)?/DATE/g; s/: 1[0-9]{12}([,}]|$)/: MS\1/g
            s/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/ID/g; s/[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?/TIME/g; s/[- +]+/ /g; s/ $//'
}

# psql's answer to the question in file $1.
answer() {
    PGTZ=UTC psql --no-psqlrc --quiet --pset=null=- --pset=footer=off --set=ON_ERROR_STOP=1 --dbname="$database" --file="$1" |
        sed '/^$/d; s/ *$//'
}

renew_answers() {
    awk -v answers="$work/answer" '/^```text$/ {print; n++; while ((getline line < (answers "." n)) > 0) print line; skip = 1; next}
        /^```$/ {skip = 0} !skip' "$1" >"$work/renewed"
    cp "$work/renewed" "$1"
}

# Puts every question of document $1, of which there are at least $2.
ask_all() {
    local document=$1 questions n
    questions=$(grep -c '^```sql$' "$document")
    [ "$questions" -ge "$2" ] || fail "$document asks $questions questions"
    for ((n = 1; n <= questions; n++)); do
        block "$document" sql "$n" >"$work/question.sql"
        answer "$work/question.sql" >"$work/answer.$n" || fail "question $n: $(cat "$work/question.sql")"
        [ "$(wc -l <"$work/answer.$n")" -gt 2 ] || fail "nothing answers question $n: $(cat "$work/question.sql")"
        [ -z "${RENEW_ANSWERS:-}" ] || continue
        diff <(block "$document" text "$n" | mask) <(mask <"$work/answer.$n") >"$work/difference" ||
            fail "question $n of $document is answered otherwise: $(cat "$work/question.sql" "$work/difference")"
    done
    [ -z "${RENEW_ANSWERS:-}" ] || renew_answers "$document"
}
