-- Prints each difference between sas.occurrence, sas.finding and what the API would answer; nothing where all is
-- equal. Rows without a usable image key or MaliciousMd5 are left out, as quarantined rows are.
\ir truth.sql

CREATE FUNCTION pg_temp.at(milliseconds text) RETURNS timestamptz LANGUAGE sql AS
$$ SELECT to_timestamp(nullif(milliseconds, '')::numeric / 1000.0) $$;

CREATE TEMP TABLE expected AS
SELECT
    site, lower(j ->> 'MaliciousMd5') AS md5,
    nullif(j ->> 'Level', '') AS level, (j ->> 'Status')::int AS status, nullif(j ->> 'FilePath', '') AS file_path,
    nullif(j ->> 'Layer', '') AS layer, nullif(j ->> 'Digest', '') AS digest, nullif(j ->> 'Image', '') AS image,
    nullif(j ->> 'Tag', '') AS tag, nullif(j ->> 'RepoRegionId', '') AS repo_region_id,
    nullif(j ->> 'RepoInstanceId', '') AS repo_instance_id, nullif(j ->> 'RepoId', '') AS repo_id,
    nullif(j ->> 'RepoName', '') AS repo_name, nullif(j ->> 'Namespace', '') AS repo_namespace,
    nullif(j ->> 'ClusterId', '') AS cluster_id, nullif(j ->> 'ClusterName', '') AS cluster_name,
    nullif(j ->> 'Pod', '') AS pod, nullif(j ->> 'ContainerId', '') AS container_id,
    nullif(j ->> 'InstanceName', '') AS instance_name, nullif(j ->> 'InternetIp', '') AS internet_ip,
    nullif(j ->> 'IntranetIp', '') AS intranet_ip, nullif(j ->> 'Uuid', '') AS host_uuid,
    nullif(j ->> 'TargetType', '') AS target_type, nullif(j ->> 'TargetId', '') AS target_id,
    nullif(j ->> 'TargetName', '') AS target_name,
    pg_temp.at(j ->> 'FirstScanTimestamp') AS first_scan_at, pg_temp.at(j ->> 'LatestScanTimestamp') AS latest_scan_at,
    pg_temp.at(j ->> 'LatestVerifyTimestamp') AS latest_verify_at
FROM told WHERE coalesce(j ->> 'MaliciousMd5', '') <> '';

CREATE TEMP TABLE stored AS
SELECT
    site, lower(malicious_md5) AS md5, level, status, file_path, layer, digest, image, tag, repo_region_id,
    repo_instance_id, repo_id, repo_name, repo_namespace, cluster_id, cluster_name, pod, container_id, instance_name,
    internet_ip, intranet_ip, host_uuid, target_type, target_id, target_name, first_scan_at, latest_scan_at,
    latest_verify_at
FROM sas.occurrence WHERE presence = 'present';

SELECT 'told but not stored: ' || to_jsonb(d)::text FROM (SELECT * FROM expected EXCEPT SELECT * FROM stored) AS d;
SELECT 'stored but not told: ' || to_jsonb(d)::text FROM (SELECT * FROM stored EXCEPT SELECT * FROM expected) AS d;

-- What went during the present episode of a finding: the truth no longer has it, the fold of the times does.
CREATE TEMP TABLE gone AS
SELECT o.image_uuid AS uuid, lower(o.malicious_md5) AS md5, o.latest_scan_at, o.first_scan_at
FROM sas.occurrence o
JOIN sas.finding f
    ON f.image_uuid = o.image_uuid AND lower(f.malicious_md5) = lower(o.malicious_md5) AND f.account = o.account
WHERE o.presence = 'absent' AND f.presence = 'present' AND o.gone_at > f.opened_at;

-- Findings with an ImageUuid, folded here from the truth.
CREATE TEMP TABLE expected_finding AS
SELECT
    t.*, greatest(t.told_latest_scan_at, (SELECT max(g.latest_scan_at) FROM gone g WHERE g.uuid = t.uuid AND g.md5 = t.md5))
        AS latest_scan_at,
    least(t.told_first_scan_at, (SELECT min(g.first_scan_at) FROM gone g WHERE g.uuid = t.uuid AND g.md5 = t.md5))
        AS first_scan_at
FROM (
    SELECT
        uuid, lower(j ->> 'MaliciousMd5') AS md5, count(*) AS occurrences,
        max(CASE j ->> 'Level' WHEN 'serious' THEN 3 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 1 ELSE 4 END)
            FILTER (WHERE coalesce(j ->> 'Level', '') <> '') AS level_rank,
        max(pg_temp.at(j ->> 'LatestScanTimestamp')) AS told_latest_scan_at,
        min(pg_temp.at(j ->> 'FirstScanTimestamp')) AS told_first_scan_at
    FROM told WHERE uuid <> '' AND coalesce(j ->> 'MaliciousMd5', '') <> '' GROUP BY 1, 2) AS t;
ALTER TABLE expected_finding DROP COLUMN told_latest_scan_at, DROP COLUMN told_first_scan_at;

CREATE TEMP VIEW stored_finding AS
SELECT
    image_uuid, lower(malicious_md5) AS md5, occurrences, CASE WHEN level IS NULL THEN NULL ELSE level_rank END, latest_scan_at,
    first_scan_at
FROM sas.finding WHERE presence = 'present' AND NOT image_uuid_derived;

SELECT 'finding told but not stored: ' || to_jsonb(d)::text
FROM (SELECT * FROM expected_finding EXCEPT SELECT * FROM stored_finding) AS d;
SELECT 'finding stored but not told: ' || to_jsonb(d)::text
FROM (SELECT * FROM stored_finding EXCEPT SELECT * FROM expected_finding) AS d;
