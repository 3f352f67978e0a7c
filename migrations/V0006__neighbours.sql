-- What lies beside the findings: the repositories that registries list, the clusters that Security Center counts, and
-- how each list was read last.

CREATE TABLE sasync.listing (
    account_id    text COLLATE "C" NOT NULL,
    site          text COLLATE "C" NOT NULL,
    kind          text COLLATE "C" NOT NULL,
    scope         text COLLATE "C" NOT NULL,
    region_id     text COLLATE "C",
    read_at       timestamptz,
    failing_since timestamptz,
    fault         text,
    pages         bigint,
    elements      bigint,
    unusable      bigint,
    total_told    bigint,
    request_id    text COLLATE "C",
    PRIMARY KEY (account_id, site, kind, scope),
    CHECK (length(scope) <= 200)
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.listing IS 'Lists that are read beside the findings: when each was read to its end, and why not.';
COMMENT ON COLUMN sasync.listing.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.listing.site IS 'Data site of Security Center that the list belongs to, or whose findings name the registry.';
COMMENT ON COLUMN sasync.listing.kind IS 'repositories or clusters.';
COMMENT ON COLUMN sasync.listing.scope IS 'The registry instance whose repositories they are; empty for clusters.';
COMMENT ON COLUMN sasync.listing.region_id IS 'Region of the registry instance.';
COMMENT ON COLUMN sasync.listing.read_at IS 'When it was last read to its end.';
COMMENT ON COLUMN sasync.listing.failing_since IS 'When it first could not be read since; NULL where it could.';
COMMENT ON COLUMN sasync.listing.fault IS 'Why it could not be read last time; NULL where it could.';
COMMENT ON COLUMN sasync.listing.pages IS 'Pages of the last list that was read to its end.';
COMMENT ON COLUMN sasync.listing.elements IS 'What it held.';
COMMENT ON COLUMN sasync.listing.unusable IS 'What it held beside that and could not be stored for want of a usable id.';
COMMENT ON COLUMN sasync.listing.total_told IS 'How many it said that there are.';
COMMENT ON COLUMN sasync.listing.request_id IS 'Request id of its last page.';

CREATE TABLE sasync.listed_repository (
    account_id        text COLLATE "C" NOT NULL,
    repo_instance_id  text COLLATE "C" NOT NULL,
    repo_id           text COLLATE "C" NOT NULL,
    repo_region_id    text COLLATE "C",
    repo_namespace    text COLLATE "C",
    repo_name         text COLLATE "C",
    repo_type         text COLLATE "C",
    status            text COLLATE "C",
    build_type        text COLLATE "C",
    summary           text,
    has_fixed_tags    boolean,
    resource_group_id text COLLATE "C",
    created_at        timestamptz,
    modified_at       timestamptz,
    first_listed_at   timestamptz NOT NULL DEFAULT sasync.moment(),
    changed_at        timestamptz NOT NULL DEFAULT sasync.moment(),
    gone_at           timestamptz,
    PRIMARY KEY (account_id, repo_instance_id, repo_id),
    CHECK (length(repo_instance_id) <= 200 AND length(repo_id) <= 200)
) WITH (fillfactor = 80);
COMMENT ON TABLE sasync.listed_repository IS 'Repositories as their registries list them (ListRepository), with findings or without.';
COMMENT ON COLUMN sasync.listed_repository.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.listed_repository.repo_instance_id IS 'The registry instance.';
COMMENT ON COLUMN sasync.listed_repository.repo_id IS 'RepoId.';
COMMENT ON COLUMN sasync.listed_repository.repo_region_id IS 'Region of the registry instance.';
COMMENT ON COLUMN sasync.listed_repository.repo_namespace IS 'RepoNamespaceName.';
COMMENT ON COLUMN sasync.listed_repository.repo_name IS 'RepoName.';
COMMENT ON COLUMN sasync.listed_repository.repo_type IS 'RepoType: PUBLIC or PRIVATE.';
COMMENT ON COLUMN sasync.listed_repository.status IS 'RepoStatus.';
COMMENT ON COLUMN sasync.listed_repository.build_type IS 'RepoBuildType: MANUAL or AUTO.';
COMMENT ON COLUMN sasync.listed_repository.summary IS 'Summary.';
COMMENT ON COLUMN sasync.listed_repository.has_fixed_tags IS 'TagImmutability.';
COMMENT ON COLUMN sasync.listed_repository.resource_group_id IS 'ResourceGroupId.';
COMMENT ON COLUMN sasync.listed_repository.created_at IS 'CreateTime.';
COMMENT ON COLUMN sasync.listed_repository.modified_at IS 'ModifiedTime.';
COMMENT ON COLUMN sasync.listed_repository.first_listed_at IS 'When we first read it.';
COMMENT ON COLUMN sasync.listed_repository.changed_at IS 'When what we read of it last changed.';
COMMENT ON COLUMN sasync.listed_repository.gone_at IS 'When a complete list first lacked it; NULL while it is listed.';

CREATE TABLE sasync.listed_cluster (
    account_id      text COLLATE "C" NOT NULL,
    site            text COLLATE "C" NOT NULL,
    cluster_id      text COLLATE "C" NOT NULL,
    cluster_name    text COLLATE "C",
    cluster_type    text COLLATE "C",
    state           text COLLATE "C",
    region_id       text COLLATE "C",
    instances       bigint,
    risk_instances  bigint,
    vulnerabilities bigint,
    alerts          bigint,
    risk_level      text COLLATE "C",
    risk_status     text COLLATE "C",
    created_at      timestamptz,
    first_listed_at timestamptz NOT NULL DEFAULT sasync.moment(),
    changed_at      timestamptz NOT NULL DEFAULT sasync.moment(),
    gone_at         timestamptz,
    PRIMARY KEY (account_id, cluster_id, site),
    CHECK (length(cluster_id) <= 200)
) WITH (fillfactor = 80);
COMMENT ON TABLE sasync.listed_cluster IS 'Clusters as Security Center groups their containers (DescribeGroupedContainerInstances), with findings or without.';
COMMENT ON COLUMN sasync.listed_cluster.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.listed_cluster.site IS 'Data site of Security Center that lists it.';
COMMENT ON COLUMN sasync.listed_cluster.cluster_id IS 'ClusterId.';
COMMENT ON COLUMN sasync.listed_cluster.cluster_name IS 'ClusterName.';
COMMENT ON COLUMN sasync.listed_cluster.cluster_type IS 'ClusterType.';
COMMENT ON COLUMN sasync.listed_cluster.state IS 'CusterState, as the API spells it.';
COMMENT ON COLUMN sasync.listed_cluster.region_id IS 'RegionId.';
COMMENT ON COLUMN sasync.listed_cluster.instances IS 'InstanceCount: its containers.';
COMMENT ON COLUMN sasync.listed_cluster.risk_instances IS 'RiskInstanceCount: those at risk.';
COMMENT ON COLUMN sasync.listed_cluster.vulnerabilities IS 'VulCount.';
COMMENT ON COLUMN sasync.listed_cluster.alerts IS 'AlarmCount.';
COMMENT ON COLUMN sasync.listed_cluster.risk_level IS 'RiskLevel.';
COMMENT ON COLUMN sasync.listed_cluster.risk_status IS 'RiskStatus.';
COMMENT ON COLUMN sasync.listed_cluster.created_at IS 'CreateTime.';
COMMENT ON COLUMN sasync.listed_cluster.first_listed_at IS 'When we first read it.';
COMMENT ON COLUMN sasync.listed_cluster.changed_at IS 'When what we read of it last changed.';
COMMENT ON COLUMN sasync.listed_cluster.gone_at IS 'When a complete list first lacked it; NULL while it is listed.';

-- Views --------------------------------------------------------------------------------------------------------

-- As it was, but that not_told tells of these lists too.
CREATE OR REPLACE VIEW sas.source AS
SELECT a.label AS account, s.account_id, s.site, a.label || '/' || s.site || s.suffix AS source, s.configured,
       CASE WHEN s.retired_at IS NOT NULL OR now_.is_left_behind AND NOT now_.has_findings THEN 'retired'
            WHEN now_.is_left_behind THEN 'stale'
            WHEN s.not_entitled_at IS NOT NULL THEN 'not_entitled'
            WHEN s.last_verdict = 'refused' THEN 'refused'
            WHEN s.read_at IS NULL AND s.registered_at + s.freshness_limit > now() THEN 'new'
            WHEN NOT now_.fresh THEN 'stale'
            WHEN now_.held > 0 THEN 'held'
            ELSE 'ok' END AS health,
       s.read_at, s.proven_at, now() - s.read_at AS age, now_.fresh, s.last_verdict,
       (SELECT count(*) FROM sasync.finding f
        WHERE f.account_id = s.account_id AND f.source_id = s.source_id AND f.presence = 'present') AS open_findings,
       now_.held,
       CASE WHEN s.retired_at IS NOT NULL OR now_.is_left_behind AND NOT now_.has_findings THEN NULL
            WHEN now_.is_left_behind
            THEN 'no source of the settings covers it any more: put it back, or run sasyncd retire '
                 || a.label || '/' || s.site || s.suffix
            WHEN s.last_verdict <> 'whole' THEN s.last_reason
            WHEN now_.held > 0 THEN now_.held || ' occurrences are held: look at them, then run sasyncd release '
                                    || a.label || '/' || s.site || s.suffix
            WHEN NOT now_.fresh THEN 'no walk was whole within ' || s.freshness_limit END AS reason,
       s.source_id, nullif(s.filter, '') AS filter, s.freshness_limit, s.last_walk AS last_walk_id, s.registered_at,
       s.retired_at, b.edition, b.image_scans_total, b.image_scans_left, b.names_at,
       nullif(concat_ws('; ', b.names_fault, b.subscription_fault,
                        (SELECT string_agg(DISTINCT l.fault, '; ' ORDER BY l.fault)
                         FROM sasync.listing l
                         WHERE l.account_id = s.account_id AND l.site = s.site)), '') AS not_told
FROM sasync.source s
JOIN sasync.account a ON a.account_id = s.account_id
LEFT JOIN sasync.site b ON b.account_id = s.account_id AND b.site = s.site
CROSS JOIN LATERAL (
    SELECT coalesce(s.read_at > now() - s.freshness_limit, false) AS fresh,
           NOT s.configured AS is_left_behind,
           EXISTS (SELECT FROM sasync.finding f
                   WHERE f.account_id = s.account_id AND f.source_id = s.source_id AND f.presence = 'present')
               AS has_findings,
           (SELECT count(*) FROM sasync.suspect h
            WHERE h.account_id = s.account_id AND h.source_id = s.source_id AND h.held_by IS NOT NULL) AS held) now_;

COMMENT ON COLUMN sas.source.not_told IS 'What was not told last time of names, edition and scan quota, repositories and clusters, why, and what to allow. Findings do not depend on it.';

CREATE VIEW sas.listing AS
SELECT a.label AS account, l.account_id, l.site, l.kind, nullif(l.scope, '') AS repo_instance_id,
       l.region_id AS repo_region_id, l.read_at, l.failing_since, l.fault AS not_told, l.elements, l.unusable,
       l.total_told, l.pages, l.request_id
FROM sasync.listing l
LEFT JOIN sasync.account a ON a.account_id = l.account_id;

COMMENT ON VIEW sas.listing IS 'Lists that are read beside the findings (enrich.repositories, enrich.containers in the settings): when each was last read to its end, and why not since. Findings do not depend on them.';
COMMENT ON COLUMN sas.listing.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.listing.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.listing.site IS 'Data site of Security Center that the list belongs to, or whose findings name the registry: china or international.';
COMMENT ON COLUMN sas.listing.kind IS 'repositories (a list for each registry instance that findings name) or clusters (a list for each site).';
COMMENT ON COLUMN sas.listing.repo_instance_id IS 'The registry instance whose repositories they are; NULL for clusters.';
COMMENT ON COLUMN sas.listing.repo_region_id IS 'Region of the registry instance; NULL for clusters.';
COMMENT ON COLUMN sas.listing.read_at IS 'When it was last read to its end; NULL where it never was.';
COMMENT ON COLUMN sas.listing.failing_since IS 'When it first could not be read since then; NULL where it could.';
COMMENT ON COLUMN sas.listing.not_told IS 'Why it could not be read last time, and what to allow; NULL where it could.';
COMMENT ON COLUMN sas.listing.elements IS 'What the last list that was read to its end held: repositories or clusters.';
COMMENT ON COLUMN sas.listing.unusable IS 'What it held beside that and could not be stored for want of a usable id. While there are any, nothing is marked as gone.';
COMMENT ON COLUMN sas.listing.total_told IS 'How many it said that there are.';
COMMENT ON COLUMN sas.listing.pages IS 'In how many pages it came.';
COMMENT ON COLUMN sas.listing.request_id IS 'Request id of its last page, for Alibaba Cloud''s support.';

CREATE VIEW sas.listed_repository AS
SELECT a.label AS account, r.account_id, r.repo_region_id, r.repo_instance_id, r.repo_id, r.repo_namespace, r.repo_name,
       r.repo_type, r.repo_type = 'PUBLIC' AS is_public, r.status, r.summary, r.build_type, r.has_fixed_tags,
       r.resource_group_id, r.created_at, r.modified_at, r.first_listed_at, r.changed_at, r.gone_at
FROM sasync.listed_repository r
LEFT JOIN sasync.account a ON a.account_id = r.account_id;

COMMENT ON VIEW sas.listed_repository IS 'Repositories as their registries list them, those without findings too. Filled by enrich.repositories in the settings; sas.listing tells how old it is.';
COMMENT ON COLUMN sas.listed_repository.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.listed_repository.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.listed_repository.repo_region_id IS 'Region of the registry instance.';
COMMENT ON COLUMN sas.listed_repository.repo_instance_id IS 'The registry instance (cri-…); can be used as accounts[].filters.repo_instance_id.';
COMMENT ON COLUMN sas.listed_repository.repo_id IS 'The repository (crr-…); can be used as accounts[].filters.repo_id.';
COMMENT ON COLUMN sas.listed_repository.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.listed_repository.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.listed_repository.repo_type IS 'PUBLIC (anybody can pull from it) or PRIVATE.';
COMMENT ON COLUMN sas.listed_repository.is_public IS 'True where anybody can pull from it; NULL where its type is not told.';
COMMENT ON COLUMN sas.listed_repository.status IS 'NORMAL, DELETING, DELETED, or another word of the registry.';
COMMENT ON COLUMN sas.listed_repository.summary IS 'What its owner wrote about it.';
COMMENT ON COLUMN sas.listed_repository.build_type IS 'How its images are built: MANUAL or AUTO.';
COMMENT ON COLUMN sas.listed_repository.has_fixed_tags IS 'True where a tag cannot be moved to another image.';
COMMENT ON COLUMN sas.listed_repository.resource_group_id IS 'Resource group that it belongs to.';
COMMENT ON COLUMN sas.listed_repository.created_at IS 'When it was created.';
COMMENT ON COLUMN sas.listed_repository.modified_at IS 'When it was last modified.';
COMMENT ON COLUMN sas.listed_repository.first_listed_at IS 'When sasyncd first read it.';
COMMENT ON COLUMN sas.listed_repository.changed_at IS 'When what sasyncd reads of it last changed.';
COMMENT ON COLUMN sas.listed_repository.gone_at IS 'When its registry, read to the end, first no longer listed it; NULL while it does.';

CREATE VIEW sas.listed_cluster AS
SELECT a.label AS account, c.account_id, c.site, c.cluster_id, c.cluster_name, c.cluster_type, c.state, c.region_id,
       c.instances, c.risk_instances, c.vulnerabilities, c.alerts, c.risk_level, c.risk_status, c.created_at,
       c.first_listed_at, c.changed_at, c.gone_at
FROM sasync.listed_cluster c
LEFT JOIN sasync.account a ON a.account_id = c.account_id;

COMMENT ON VIEW sas.listed_cluster IS 'Clusters as Security Center counts their containers, those without findings too. Filled by enrich.containers in the settings; sas.listing tells how old it is.';
COMMENT ON COLUMN sas.listed_cluster.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.listed_cluster.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.listed_cluster.site IS 'Data site of Security Center that lists it: china or international.';
COMMENT ON COLUMN sas.listed_cluster.cluster_id IS 'The cluster; can be used as accounts[].filters.cluster_id.';
COMMENT ON COLUMN sas.listed_cluster.cluster_name IS 'Name of the cluster.';
COMMENT ON COLUMN sas.listed_cluster.cluster_type IS 'Type of the cluster, such as ManagedKubernetes, Kubernetes or Ask (serverless).';
COMMENT ON COLUMN sas.listed_cluster.state IS 'State of the cluster, in Security Center''s words.';
COMMENT ON COLUMN sas.listed_cluster.region_id IS 'Region of the cluster.';
COMMENT ON COLUMN sas.listed_cluster.instances IS 'Its containers.';
COMMENT ON COLUMN sas.listed_cluster.risk_instances IS 'Its containers that Security Center holds to be at risk, for whatever reason.';
COMMENT ON COLUMN sas.listed_cluster.vulnerabilities IS 'Vulnerabilities that Security Center knows of in it.';
COMMENT ON COLUMN sas.listed_cluster.alerts IS 'Alerts of Security Center for it.';
COMMENT ON COLUMN sas.listed_cluster.risk_level IS 'Its level of risk, in Security Center''s words.';
COMMENT ON COLUMN sas.listed_cluster.risk_status IS 'YES where Security Center holds it to be at risk, else NO.';
COMMENT ON COLUMN sas.listed_cluster.created_at IS 'When it was created.';
COMMENT ON COLUMN sas.listed_cluster.first_listed_at IS 'When sasyncd first read it.';
COMMENT ON COLUMN sas.listed_cluster.changed_at IS 'When what sasyncd reads of it last changed.';
COMMENT ON COLUMN sas.listed_cluster.gone_at IS 'When its site, read to the end, first no longer listed it; NULL while it does.';

-- As they were, with what is listed of each at the end.
CREATE OR REPLACE VIEW sas.repository AS
SELECT a.label AS account, t.account_id, nullif(split_part(t.key, E'\x1f', 1), '') AS repo_region_id,
       nullif(split_part(t.key, E'\x1f', 2), '') AS repo_instance_id, f.repo_id,
       nullif(split_part(t.key, E'\x1f', 3), '') AS repo_namespace, nullif(split_part(t.key, E'\x1f', 4), '') AS repo_name,
       t.serious + t.suspicious + t.remind + t.other AS open_findings, t.serious AS open_serious,
       t.suspicious AS open_suspicious, t.remind AS open_remind, t.other AS open_other,
       coalesce(i.images, 0) AS images, t.latest_scan_at, t.found AS findings, t.first_opened_at,
       n.repo_namespace AS listed_namespace, n.repo_name AS listed_name, n.repo_type, n.repo_type = 'PUBLIC' AS is_public,
       n.status AS repo_status, n.summary, n.has_fixed_tags, n.created_at, n.modified_at, n.gone_at AS listed_gone_at
FROM sasync.standing t
LEFT JOIN sasync.finding f
     ON f.account_id = t.account_id AND f.finding_key = t.finding_key
    AND sasync.repository_key(f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name) = t.key
LEFT JOIN (SELECT g.account_id,
                  sasync.repository_key(g.repo_region_id, g.repo_instance_id, g.repo_namespace, g.repo_name) AS key,
                  count(DISTINCT g.image_key) AS images
           FROM sasync.finding g
           WHERE g.presence = 'present'
           GROUP BY 1, 2) i ON i.account_id = t.account_id AND i.key = t.key  -- left out where images is not asked for
LEFT JOIN sasync.listed_repository n
     ON n.account_id = f.account_id AND n.repo_instance_id = f.repo_instance_id AND n.repo_id = f.repo_id
LEFT JOIN sasync.account a ON a.account_id = t.account_id
WHERE t.thing = 'repository';

COMMENT ON COLUMN sas.repository.listed_namespace IS 'Namespace of the repository, as its registry lists it. This and what follows comes from sas.listed_repository, and is NULL where enrich.repositories is off or the registry did not list it.';
COMMENT ON COLUMN sas.repository.listed_name IS 'Name of the repository, as its registry lists it.';
COMMENT ON COLUMN sas.repository.repo_type IS 'PUBLIC (anybody can pull from it) or PRIVATE.';
COMMENT ON COLUMN sas.repository.is_public IS 'True where anybody can pull from it; NULL where its type is not told.';
COMMENT ON COLUMN sas.repository.repo_status IS 'NORMAL, DELETING, DELETED, or another word of the registry.';
COMMENT ON COLUMN sas.repository.summary IS 'What its owner wrote about it.';
COMMENT ON COLUMN sas.repository.has_fixed_tags IS 'True where a tag cannot be moved to another image.';
COMMENT ON COLUMN sas.repository.created_at IS 'When the repository was created.';
COMMENT ON COLUMN sas.repository.modified_at IS 'When the repository was last modified.';
COMMENT ON COLUMN sas.repository.listed_gone_at IS 'When its registry, read to the end, first no longer listed it; NULL while it does.';

CREATE OR REPLACE VIEW sas.cluster AS
SELECT a.label AS account, c.account_id, c.cluster_id, c.cluster_name, c.open_findings, c.open_serious,
       c.open_suspicious, c.open_remind,
       c.open_findings - c.open_serious - c.open_suspicious - c.open_remind AS open_other,
       c.files, c.images, c.pods, c.containers, c.hosts, c.first_opened_at, c.latest_scan_at,
       n.cluster_name AS listed_name, n.cluster_type, n.state AS cluster_state, n.region_id, n.instances,
       n.risk_instances, n.vulnerabilities, n.alerts, n.risk_level, n.risk_status, n.created_at,
       n.gone_at AS listed_gone_at
FROM (SELECT o.account_id, o.cluster_id, max(o.cluster_name) AS cluster_name,
             count(DISTINCT t.finding_key) AS open_findings,
             count(DISTINCT t.finding_key) FILTER (WHERE f.level = 'serious') AS open_serious,
             count(DISTINCT t.finding_key) FILTER (WHERE f.level = 'suspicious') AS open_suspicious,
             count(DISTINCT t.finding_key) FILTER (WHERE f.level = 'remind') AS open_remind,
             count(DISTINCT lower(f.malicious_md5)) AS files, count(DISTINCT f.image_key) AS images,
             count(DISTINCT o.pod) AS pods, count(DISTINCT o.container_id) AS containers,
             count(DISTINCT o.host_uuid) AS hosts, min(f.opened_at) AS first_opened_at,
             max(t.latest_scan_at) AS latest_scan_at
      FROM sasync.occurrence o
      JOIN sasync.occurrence_state t ON t.account_id = o.account_id AND t.site = o.site AND t.row_key = o.row_key
      JOIN sasync.finding f ON f.account_id = t.account_id AND f.finding_key = t.finding_key
      WHERE o.cluster_id IS NOT NULL AND t.gone_walk IS NULL
      GROUP BY o.account_id, o.cluster_id) c
LEFT JOIN (SELECT DISTINCT ON (account_id, cluster_id) *
           FROM sasync.listed_cluster
           ORDER BY account_id, cluster_id, gone_at DESC NULLS FIRST, site) n  -- left out where nothing of it is asked for
     ON n.account_id = c.account_id AND n.cluster_id = c.cluster_id
LEFT JOIN sasync.account a ON a.account_id = c.account_id;

COMMENT ON COLUMN sas.cluster.listed_name IS 'Name of the cluster, as Security Center lists it. This and what follows comes from sas.listed_cluster, and is NULL where enrich.containers is off or the cluster is not listed.';
COMMENT ON COLUMN sas.cluster.cluster_type IS 'Type of the cluster, such as ManagedKubernetes, Kubernetes or Ask (serverless).';
COMMENT ON COLUMN sas.cluster.cluster_state IS 'State of the cluster, in Security Center''s words.';
COMMENT ON COLUMN sas.cluster.region_id IS 'Region of the cluster.';
COMMENT ON COLUMN sas.cluster.instances IS 'All of its containers, those without findings too.';
COMMENT ON COLUMN sas.cluster.risk_instances IS 'Of these, those that Security Center holds to be at risk, for whatever reason.';
COMMENT ON COLUMN sas.cluster.vulnerabilities IS 'Vulnerabilities that Security Center knows of in it.';
COMMENT ON COLUMN sas.cluster.alerts IS 'Alerts of Security Center for it.';
COMMENT ON COLUMN sas.cluster.risk_level IS 'Its level of risk, in Security Center''s words.';
COMMENT ON COLUMN sas.cluster.risk_status IS 'YES where Security Center holds it to be at risk, else NO.';
COMMENT ON COLUMN sas.cluster.created_at IS 'When the cluster was created.';
COMMENT ON COLUMN sas.cluster.listed_gone_at IS 'When its site, read to the end, first no longer listed it; NULL while it does.';

SELECT sasync.grant_to_roles();
INSERT INTO sasync.schema_migration (version, name) VALUES (6, 'neighbours');
