#!/usr/bin/env bash
# The views of what became of things, where they are and what proves it: a small world in which each figure is known by
# hand, then a large one that changes at random, in which each is got in another way (history.sql).
# The daemon records the times that the database is told to (sasync.moment), so that days pass between two syncs.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh" "$@"
start_simulator --rows 0 --seed 5
write_settings
set_section freshness '{limit: 1h}'
mutate() { control POST "/mutate?site=china" "$1" >/dev/null; }
sync_at() {
    sql --command="ALTER DATABASE $database SET sasync.moment = '$1'"
    sync_once 0
    sql --command="INSERT INTO snapshot SELECT '$1', f.* FROM sas.finding f"
}
expect_rows() { expect_sql "$1" "$2" "SELECT string_agg(rtrim(translate(t::text, ',()\"', ' ')), E'\n') FROM ($3) t"; }

"$sasyncd" --config "$work/sasyncd.yaml" migrate >/dev/null
sql --command="CREATE TABLE snapshot AS SELECT now() AS moment, f.* FROM sas.finding f"

# One row of the API: file, image, level, status, and more fields.
row() {
    printf '{"ImageUuid":"%s","MaliciousMd5":"%s","FilePath":"/opt/%s-%s","Level":"%s","Status":%s,"Image":"registry/%s:1",
        "Tag":"1","RepoName":"shop","Namespace":"team","RepoInstanceId":"cri-1","RepoRegionId":"cn-hangzhou",
        "FirstScanTimestamp":1767225600000,"LatestScanTimestamp":1772323200000%s}' "$2" "$1" "$2" "$1" "$3" "$4" "$2" "${5:-}"
}
pod() { printf ',"TargetType":"CONTAINER","ClusterId":"c-1","ClusterName":"eu","Pod":"%s","ContainerId":"%s","Uuid":"h-1","InstanceName":"node","IntranetIp":"10.0.0.1"' "$1" "$2"; }
first=1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a second=2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b third=3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c
rows=$(row $first moving suspicious 0),$(row $second moving remind 0),$(row $third accepted serious 3)
rows+=,$(row $third staying serious 0),$(row $third staying-too serious 3)
rows+=,$(row $first running serious 0 "$(pod web-1 box-1)"),$(row $first running serious 0 "$(pod web-2 box-2)")
mutate "{\"op\":\"add\",\"at\":\"end\",\"rows\":[$rows]}"
sync_at '2026-03-01 08:00Z'
mutate "{\"op\":\"set\",\"where\":{\"FilePath\":\"/opt/moving-$second\"},\"fields\":{\"Level\":\"serious\"}}"
mutate '{"op":"rescan","where":{"ImageUuid":"staying"}}'
sync_at '2026-03-03 08:00Z'
mutate "{\"op\":\"remove\",\"where\":{\"ImageUuid\":[\"moving\",\"accepted\"],\"FilePath\":[\"/opt/moving-$first\",\"/opt/accepted-$third\"]}}"
sync_at '2026-03-05 08:00Z'
mutate '{"op":"reopen","count":2}'
mutate '{"op":"set","where":{"ImageUuid":"staying"},"fields":{"Status":1}}'
mutate '{"op":"remove","where":{"ImageUuid":"accepted"}}'
mutate '{"op":"set","where":{"ImageUuid":"moving"},"fields":{"RepoName":"shelf"}}'
sync_at '2026-03-08 08:00Z'
mutate '{"op":"remove","where":{"ImageUuid":"moving"}}'
sync_at '2026-03-10 20:00Z'

expect_rows "what became of an image" "2026-03-01 2 0 0 2 suspicious
2026-03-05 0 0 1 1 serious
2026-03-08 0 1 0 2 serious
2026-03-10 0 0 2 0" "SELECT day, opened, reopened, closed, open_findings, worst_level FROM sas.image_history
    WHERE image_uuid = 'moving' ORDER BY day"
expect_rows "how long closed episodes lasted, and which of them count" "accepted 1 4 days absent f t
moving 1 4 days absent t f
moving 1 9 days 12:00:00 absent t f
moving 2 2 days 12:00:00 absent t f" "SELECT image_uuid, episode, duration, close_reason, is_remediation, was_whitelisted
    FROM sas.remediation ORDER BY image_uuid, episode, duration"
expect_rows "where each ended, though the image has moved on" "moving 1 team shelf
moving 1 team shop
moving 2 team shelf" "SELECT image_uuid, episode, repo_namespace, repo_name FROM sas.remediation
    WHERE image_uuid = 'moving' ORDER BY episode, repo_name"
expect_rows "what was open on the day of an audit" "accepted serious whitelisted
moving serious unhandled
moving suspicious unhandled
running serious unhandled
staying serious unhandled
staying-too serious whitelisted" "SELECT image_uuid, level, status_name FROM sas.finding_as_of('2026-03-04 00:00Z')
    WHERE presence = 'present' ORDER BY image_uuid, level"
expect_rows "where a cluster stands" "c-1 eu 1 1 1 1 2 2 1" "SELECT cluster_id, cluster_name, open_findings, open_serious, files,
    images, pods, containers, hosts FROM sas.cluster"
expect_rows "where a host stands" "h-1 node 10.0.0.1 1 1 2 2" "SELECT host_uuid, instance_name, intranet_ip, open_findings, images,
    pods, containers FROM sas.host"
expect_rows "which scans were seen of a finding" "2026-03-01 2026-03-01
2026-03-02 2026-03-03" "SELECT scan_at::date, seen_at::date FROM sas.scan_history WHERE image_uuid = 'staying' ORDER BY scan_at"
expect_rows "what was open at the end of the day, where it changed" "2026-03-01 shop remind 1
2026-03-01 shop serious 4
2026-03-01 shop suspicious 1
2026-03-03 shop remind 0
2026-03-03 shop serious 5
2026-03-05 shop serious 4
2026-03-05 shop suspicious 0
2026-03-08 shelf serious 1
2026-03-08 shelf suspicious 1
2026-03-08 shop serious 3
2026-03-08 shop suspicious 0
2026-03-10 shelf serious 0
2026-03-10 shelf suspicious 0" "SELECT day, repo_name, level, open_at_end FROM sas.daily ORDER BY day, repo_name, level"
expect_rows "what the last sweep changed" "closed moving
closed moving" "SELECT kind, image_uuid FROM sas.changes_since((SELECT max(sweep_id) - 1 FROM sas.sweep))"
expect_sql "a place that was scanned long ago is a blind spot, however clean it looks" "cluster repository" \
    "SELECT string_agg(kind, ' ' ORDER BY kind) FROM sas.blind_spot WHERE not_scanned_for > interval '7 days'"
expect_sql "a closing rests on two answers to one question" "4|4" "SELECT count(*) || '|' || count(*) FILTER (
    WHERE asked_site = 'china' AND asked_md5 = malicious_md5 AND first_request_id <> closing_request_id
      AND walk_verdict = 'whole' AND control_request_id IS NOT NULL AND proof = 'asked') FROM sas.proof"
expect_sql "a source that was last read long ago is breached, and tells by how much" "t|t" \
    "SELECT concat_ws('|', is_breached, time_left = read_at + freshness_limit - now()) FROM sas.freshness WHERE site = 'china'"
sql --command="UPDATE sasync.source SET read_at = now()"
expect_sql "and is not once it was read" "0" "SELECT count(*) FROM sas.freshness WHERE is_breached OR time_left <= interval '0'"
expect_sql "a SIEM gets what it needs" "2004|200403|3|4|3|Alibaba Cloud|$first|/opt/moving-$first" \
    "SELECT concat_ws('|', class_uid, type_uid, activity_id, status_id, severity_id, cloud ->> 'provider',
            malware #>> '{0,uid}', evidences #>> '{0,file,path}')
     FROM sas.ocsf_detection_finding WHERE finding_info ->> 'desc' LIKE '%moving%' AND severity_id = 3"

# A large world, at random.
mutate '{"op":"generate","rows":1200,"seed":9}'
set_section fuse '{minimum: 1000000}'
for day in 11 12; do
    sync_at "2026-03-$day 08:00Z"
    mutate "{\"op\":\"random\",\"count\":120,\"seed\":$day}"
    mutate '{"op":"reopen","count":20}'
    sync_at "2026-03-$day 20:00Z"
    mutate "{\"op\":\"remove\",\"count\":40,\"seed\":$day}"
done
expect_sql "the random world opened, changed, closed and reopened" "t" "SELECT count(DISTINCT kind) >= 6 FROM sas.event"
print_differences history.sql || fail "$(wc -l <"$work/differences") differences between views and what they stand for"
printf 'ok\n'
