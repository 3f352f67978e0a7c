-- Prints each field in which sas.listed_repository and sas.listed_cluster differ from what the simulator lists.
-- psql variables: repositories, clusters (files of JSON lines; those of clusters after their site and a tab)
SET client_min_messages = warning;
CREATE TEMP TABLE told_repository (line text);
CREATE TEMP TABLE told_cluster (site text, line text);
\set load '\\copy told_repository FROM ' :'repositories' ' WITH (FORMAT csv, DELIMITER E''\\x01'', QUOTE E''\\x02'')'
:load
\set load '\\copy told_cluster FROM ' :'clusters' ' WITH (FORMAT csv, DELIMITER E''\\t'', QUOTE E''\\x02'')'
:load

WITH told AS (
    SELECT j ->> 'InstanceId' AS instance, j ->> 'RepoId' AS id, jsonb_build_object(
               'name', nullif(j ->> 'RepoName', ''), 'namespace', nullif(j ->> 'RepoNamespaceName', ''),
               'type', j ->> 'RepoType', 'status', j ->> 'RepoStatus', 'build', j ->> 'RepoBuildType',
               'summary', j ->> 'Summary', 'tags', j -> 'TagImmutability', 'group', j ->> 'ResourceGroupId',
               'created', (j ->> 'CreateTime')::bigint, 'modified', (j ->> 'ModifiedTime')::bigint) AS said
    FROM (SELECT line::jsonb AS j FROM told_repository) t
),
shown AS (
    SELECT repo_instance_id AS instance, repo_id AS id, jsonb_build_object(
               'name', repo_name, 'namespace', repo_namespace, 'type', repo_type, 'status', status, 'build', build_type,
               'summary', summary, 'tags', has_fixed_tags, 'group', resource_group_id,
               'created', (date_part('epoch', created_at) * 1000)::bigint,
               'modified', (date_part('epoch', modified_at) * 1000)::bigint) AS said
    FROM sas.listed_repository
    WHERE gone_at IS NULL
)
SELECT 'repository', instance, id, told.said, shown.said
FROM told
FULL JOIN shown USING (instance, id)
WHERE told.said IS DISTINCT FROM shown.said
UNION ALL
SELECT 'cluster', site, id, told.said, shown.said
FROM (
    SELECT site, j ->> 'ClusterId' AS id, jsonb_build_object(
               'name', nullif(j ->> 'ClusterName', ''), 'type', j ->> 'ClusterType', 'state', j ->> 'CusterState',
               'region', j ->> 'RegionId', 'instances', j -> 'InstanceCount', 'risky', j -> 'RiskInstanceCount',
               'vulnerabilities', j -> 'VulCount', 'alerts', j -> 'AlarmCount', 'level', j ->> 'RiskLevel',
               'status', j ->> 'RiskStatus', 'created', (j ->> 'CreateTime')::bigint) AS said
    FROM (SELECT site, line::jsonb AS j FROM told_cluster) t) AS told
FULL JOIN (
    SELECT site, cluster_id AS id, jsonb_build_object(
               'name', cluster_name, 'type', cluster_type, 'state', state, 'region', region_id, 'instances', instances,
               'risky', risk_instances, 'vulnerabilities', vulnerabilities, 'alerts', alerts, 'level', risk_level,
               'status', risk_status, 'created', (date_part('epoch', created_at) * 1000)::bigint) AS said
    FROM sas.listed_cluster
    WHERE gone_at IS NULL) AS shown USING (site, id)
WHERE told.said IS DISTINCT FROM shown.said;
