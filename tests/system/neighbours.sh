#!/usr/bin/env bash
# Repositories and clusters beside the findings: asked for only where the settings want it, equal to what the cloud lists,
# written where they changed, gone only where a complete list lacks them. What is refused costs nothing but itself.
# shellcheck disable=SC2119  # sync_once takes the exit status, and 0 where none is given
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 600 --seed 43
write_settings
sed -i "s|^  sts: .*|&\n  cr: $(url_of china)|" "$work/sasyncd.yaml"
set_section freshness '{limit: 1h}'

run_command() {
    local expected=$1
    shift
    status=0
    "$sasyncd" --config "$work/sasyncd.yaml" "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" = "$expected" ] || fail "$* ended with $status instead of $expected: $(cat "$work/out")"
}
expect_text() { grep -qF -- "$1" "$2" || fail "no \"$1\" in: $(cat "$2")"; }
expect_no_text() { ! grep -qF -- "$1" "$2" || fail "\"$1\" in: $(cat "$2")"; }
asked_for() { control GET "/requests?counters=1&limit=0&action=$1" | grep -o "\"[a-z]*/$1/[^,}]*" || true; }
faults() { control POST /faults "$1" >/dev/null; }
make_due() { sql --command="UPDATE sasync.listing SET read_at = NULL"; }
registries="SELECT count(DISTINCT repo_instance_id) FROM sas.finding WHERE presence = 'present' AND repo_instance_id IS NOT NULL"
marks="SELECT md5(string_agg(m, ',' ORDER BY m)) FROM (
    SELECT 'r' || ctid || xmin || xmax AS m FROM sasync.listed_repository UNION ALL
    SELECT 'c' || ctid || xmin || xmax FROM sasync.listed_cluster) AS t"

# What the cloud lists against what the views show, field by field.
compare_neighbours() {
    control GET '/neighbours?kind=repositories' | grep . >"$work/repositories.ndjson"
    for site in china international; do
        control GET "/neighbours?kind=clusters&site=$site" | grep . | sed "s/^/$site\t/"
    done >"$work/clusters.ndjson"
    sql --set=repositories="$work/repositories.ndjson" --set=clusters="$work/clusters.ndjson" \
        --file="$(dirname "${BASH_SOURCE[0]}")/neighbours.sql" >"$work/differences" || fail "neighbours.sql itself failed"
    [ ! -s "$work/differences" ] || fail "$(wc -l <"$work/differences") differences: $(head -n 20 "$work/differences")"
}

# Off by default: no such call is made, by whatever command.
sync_once
run_command 0 check
for action in ListRepository DescribeGroupedContainerInstances; do
    [ -z "$(asked_for $action)" ] || fail "$action was called though nobody wanted it"
done
expect_sql "nothing is listed" "0|0|0" "SELECT (SELECT count(*) FROM sas.listed_repository),
    (SELECT count(*) FROM sas.listed_cluster), (SELECT count(*) FROM sas.listing)"

# Refused: whole all the same, said once, and it says what to allow.
set_section enrich '{repositories: true, containers: true}'
refused='"fault":{"code":"NoPermission","http":403,"message":"no"}'
faults "[{\"action\":\"ListRepository\",$refused},{\"action\":\"DescribeGroupedContainerInstances\",$refused}]"
run_command 0 check
expect_text "note  clusters of test/china: not told, and everything else goes on without: DescribeGroupedContainerInstances: NoPermission; allow the RAM action yundun-sas:DescribeGroupedContainerInstances" "$work/out"
expect_text "note  repositories of test/china: not told, and everything else goes on without: ListRepository: NoPermission; allow the RAM action cr:ListRepository" "$work/out"
sync_once
compare_with_truth
expect_text "allow the RAM action cr:ListRepository" "$work/sync.err"
expect_text "allow the RAM action yundun-sas:DescribeGroupedContainerInstances" "$work/sync.err"
sync_once
expect_no_text "warn" "$work/sync.err"
expect_sql "nothing is listed" 0 "SELECT count(*) FROM sas.listed_repository"
expect_sql "each list says why" t "SELECT bool_and(not_told LIKE '%NoPermission; allow the RAM action%' AND read_at IS NULL
    AND failing_since IS NOT NULL) FROM sas.listing"
run_command 0 status
expect_text "test/china: not told: DescribeGroupedContainerInstances: NoPermission; allow the RAM action yundun-sas:DescribeGroupedContainerInstances to these credentials; ListRepository: NoPermission; allow the RAM action cr:ListRepository" "$work/out"

# Switched off again, nothing is said to be missing.
set_section enrich '{repositories: false, containers: true}'
sync_once
expect_sql "only what is wanted" t "SELECT bool_and(not_told NOT LIKE '%ListRepository%') FROM sas.source"

# Granted: the next sync brings all of them, those without findings too.
set_section enrich '{repositories: true, containers: true}'
faults '[]'
sync_once
expect_no_text "warn" "$work/sync.err"
compare_neighbours
expect_sql "a list a registry and site" t "SELECT count(DISTINCT repo_instance_id) = ($registries) FROM sas.listing
    WHERE kind = 'repositories' AND not_told IS NULL AND elements = total_told AND read_at > now() - interval '1 minute'"
expect_sql "clusters of both sites" 2 "SELECT count(*) FROM sas.listing WHERE kind = 'clusters' AND not_told IS NULL"
expect_sql "it is over" t "SELECT bool_and(not_told IS NULL) FROM sas.source"
expect_sql "every id of a finding means something" 0 "SELECT count(*) FROM sas.finding f
    LEFT JOIN sas.listed_repository r USING (account_id, repo_instance_id, repo_id)
    WHERE f.presence = 'present' AND f.repo_instance_id IS NOT NULL AND f.repo_region_id IS NOT NULL AND r.repo_name IS NULL"
expect_sql "sas.repository shows it" "t|t" "SELECT count(*) > 100, bool_and((r.listed_name, r.repo_type, r.is_public, r.repo_status,
        r.summary) IS NOT DISTINCT FROM (l.repo_name, l.repo_type, l.repo_type = 'PUBLIC', 'NORMAL', l.summary))
    FROM sas.repository r
    LEFT JOIN sas.listed_repository l USING (account_id, repo_instance_id, repo_id)
    WHERE r.repo_instance_id IS NOT NULL"
expect_sql "sas.cluster shows it" "t|t" "SELECT count(*) > 5, bool_and(c.instances >= c.risk_instances AND c.listed_name IS NOT NULL
        AND (c.cluster_type, c.cluster_state, c.instances) IS NOT DISTINCT FROM (l.cluster_type, 'running', l.instances))
    FROM sas.cluster c
    LEFT JOIN sas.listed_cluster l USING (account_id, cluster_id)"
run_command 0 check
grep -q '^ok    clusters of test/china: [1-9][0-9]* clusters are listed$' "$work/out" || fail "check: $(cat "$work/out")"
grep -q '^ok    repositories of test/china: [1-9] of [1-9] registries were asked and list [1-9][0-9]* repositories$' "$work/out" ||
    fail "check: $(cat "$work/out")"

# An id from there narrows an account as it stands.
narrowed=$(sql --command="SELECT repo_instance_id || ', repo_id: ' || repo_id FROM sas.finding
    WHERE presence = 'present' AND repo_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
sed "s/^  - name: test/&\n    filters: {repo_instance_id: $narrowed}/" "$work/sasyncd.yaml" >"$work/narrowed.yaml"
status=0
"$sasyncd" --config "$work/narrowed.yaml" sync --dry-run >"$work/out" 2>&1 || status=$?
[ "$status" != 78 ] || fail "an id of sas.listed_repository is no filter: $(cat "$work/out")"

# Not due: nothing is asked for. Due and unchanged: nothing is written but when it was read.
control POST /requests/clear >/dev/null
before=$(sql --command="$marks")
sync_once
for action in ListRepository DescribeGroupedContainerInstances; do
    [ -z "$(asked_for $action)" ] || fail "$action was called before it was due"
done
make_due
sync_once
for action in ListRepository DescribeGroupedContainerInstances; do
    [ -n "$(asked_for $action)" ] || fail "$action was not called though it was due"
done
expect_sql "unchanged neighbours are not written" "$before" "$marks"
expect_sql "they were read" t "SELECT bool_and(read_at > now() - interval '1 minute') FROM sas.listing"

# A list that breaks off, lacks a page's elements, or has one that cannot be told takes nothing away.
for fault in '{"kind":"error","code":"InternalError","http":500}' '{"kind":"wrong_page_echo"}' '{"kind":"raw_body","body":"[[["}' \
    '{"kind":"no_array"}' '{"kind":"reset"}' '{"kind":"error","http":200,"code":"SystemError"}' \
    '{"kind":"wrong_type","field":"RepoId"}' '{"kind":"wrong_type","field":"ClusterId"}'; do
    make_due
    faults "[{\"action\":\"ListRepository\",\"fault\":$fault},{\"action\":\"DescribeGroupedContainerInstances\",\"fault\":$fault}]"
    sync_once
    compare_with_truth
    expect_sql "nothing is gone by $fault" 0 "SELECT (SELECT count(*) FROM sas.listed_repository WHERE gone_at IS NOT NULL)
        + (SELECT count(*) FROM sas.listed_cluster WHERE gone_at IS NOT NULL)"
done
faults '[]'

# Hostile elements, and numbers as text.
for fault in '{"kind":"numbers_as_text","all_rows":true}' '{"kind":"invalid_utf8","field":"RepoName"}' \
    '{"kind":"nul_in_text","field":"ClusterName"}' '{"kind":"lone_surrogate","field":"Summary"}' '{"kind":"unknown_fields"}' \
    '{"kind":"huge_number","field":"InstanceCount"}' '{"kind":"absurd_times"}' '{"kind":"wrapped"}'; do
    make_due
    faults "[{\"action\":\"ListRepository\",\"fault\":$fault},{\"action\":\"DescribeGroupedContainerInstances\",\"fault\":$fault}]"
    sync_once
    expect_sql "read in spite of $fault" t "SELECT bool_and(not_told IS NULL AND read_at IS NOT NULL) FROM sas.listing"
done
faults '[]'
make_due
sync_once
compare_neighbours

# A repository that was deleted with all that was found in it, and a cluster.
vanished=$(sql --command="SELECT repo_id FROM sas.finding WHERE presence = 'present' AND repo_id IS NOT NULL ORDER BY 1 LIMIT 1")
cluster=$(sql --command="SELECT cluster_id FROM sas.occurrence WHERE presence = 'present' AND cluster_id IS NOT NULL ORDER BY 1 LIMIT 1")
for site in china international; do
    control POST "/mutate?site=$site" "[{\"op\":\"remove\",\"where\":{\"RepoId\":\"$vanished\"}},
        {\"op\":\"remove\",\"where\":{\"ClusterId\":\"$cluster\"}}]" >/dev/null
done
make_due
sync_once
compare_with_truth
compare_neighbours
expect_sql "the repository is marked" t "SELECT count(*) > 0 AND bool_and(gone_at IS NOT NULL) FROM sas.listed_repository
    WHERE repo_id = '$vanished'"
expect_sql "the cluster is marked" t "SELECT count(*) > 0 AND bool_and(gone_at IS NOT NULL) FROM sas.listed_cluster
    WHERE cluster_id = '$cluster'"

# The daemon reads them as sync does; a dry run does not ask.
set_section enrich '{repositories: true, containers: true, every: 1s}'
control POST /requests/clear >/dev/null
run_command 0 sync --dry-run
[ -z "$(asked_for ListRepository)" ] || fail "a dry run asked for repositories"
make_due
start_daemon
wait_for_sql "the daemon reads them" t "SELECT bool_and(read_at IS NOT NULL) FROM sasync.listing"
stop_daemon TERM
[ "$status" = 0 ] || fail "the daemon ended with $status"
expect_no_text "test-access-key-secret" "$work/run.err"

# Recorded and replayed, the same lists come into an empty database.
dropdb --force "$database"
createdb "$database"
run_command 0 sync --record "$work/recording"
dump="SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM (SELECT to_jsonb(r) FROM sasync.listed_repository r
    UNION ALL SELECT to_jsonb(c) FROM sasync.listed_cluster c UNION ALL SELECT to_jsonb(l) FROM sasync.listing l) AS t"
recorded=$(sql --command="$dump")
expect_sql "the recorded sync listed some" t "SELECT count(*) > 50 FROM sas.listed_repository"
dropdb --force "$database"
createdb "$database"
run_command 0 replay "$work/recording"
expect_sql "the replay has the same" "$recorded" "$dump"
printf 'ok\n'
