-- The tables of sasyncd. PostgreSQL 13 or later.
--
-- `sasync` is ours to change between versions; analysts read the views of `sas`, which only ever grow.
-- Each file of this folder is one transaction (Flyway and `sasyncd migrate` see to that; with psql use -1).
-- Keys begin with the account id, so that the tables can be distributed by it. An empty text of the API is NULL.

CREATE SCHEMA IF NOT EXISTS sasync;
CREATE SCHEMA IF NOT EXISTS sas;
COMMENT ON SCHEMA sasync IS 'Tables of sasyncd, which keeps Alibaba Cloud Security Center''s list of malicious files in images. Internal: read the views of schema sas instead.';
COMMENT ON SCHEMA sas IS 'Malicious files that Alibaba Cloud Security Center found in container images, kept by sasyncd: what is where, since when, what changed, what was fixed.';

-- What counts as worse, and how a status reads -----------------------------------------------------------------

CREATE FUNCTION sasync.level_rank(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE level WHEN 'serious' THEN 3 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 1 ELSE 4 END $$;
COMMENT ON FUNCTION sasync.level_rank(text) IS 'How bad a level is: serious 3, suspicious 2, remind 1; a level that we do not know counts as the worst, 4.';

CREATE FUNCTION sasync.status_weight(status integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE status WHEN 0 THEN 1 WHEN 2 THEN 2 WHEN 1 THEN 3 WHEN 3 THEN 4 ELSE 0 END * 10000000000 + (status + 2147483648) $$;
COMMENT ON FUNCTION sasync.status_weight(integer) IS 'A number whose minimum is the least handled status: one that we do not know, then unhandled, verifying, handled, whitelisted. The status stands in its last ten digits.';

CREATE FUNCTION sasync.status_of_weight(weight bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (weight % 10000000000 - 2147483648)::integer $$;
COMMENT ON FUNCTION sasync.status_of_weight(bigint) IS 'The status that status_weight() weighed.';

CREATE FUNCTION sasync.status_name(status integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE status WHEN 0 THEN 'unhandled' WHEN 1 THEN 'handled' WHEN 2 THEN 'verifying' WHEN 3 THEN 'whitelisted'
                       ELSE 'unknown (' || status::text || ')' END $$;
COMMENT ON FUNCTION sasync.status_name(integer) IS 'Status in words: unhandled, handled, verifying, whitelisted, or unknown (N).';

CREATE FUNCTION sasync.iso(moment timestamptz) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
COMMENT ON FUNCTION sasync.iso(timestamptz) IS 'A time as text, in UTC: 2024-05-01T12:30:00.000Z.';

CREATE FUNCTION sasync.moment() RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('sasync.moment', true), '')::timestamptz, now()) $$;
COMMENT ON FUNCTION sasync.moment() IS 'When what a transaction writes happened: now, or, where a recording is made or replayed, the time that the setting sasync.moment of the transaction tells.';

-- Accounts and sources -----------------------------------------------------------------------------------------

CREATE TABLE sasync.schema_migration (
    version        integer PRIMARY KEY,
    name           text NOT NULL,
    checksum       text,
    applied_at     timestamptz NOT NULL DEFAULT now(),
    applied_by     text NOT NULL DEFAULT current_user
);
COMMENT ON TABLE sasync.schema_migration IS 'Which migrations this database has.';
COMMENT ON COLUMN sasync.schema_migration.version IS 'Number of the migration, as in its file name.';
COMMENT ON COLUMN sasync.schema_migration.name IS 'Name of the migration, as in its file name.';
COMMENT ON COLUMN sasync.schema_migration.checksum IS 'Digest of the file as sasyncd applied it; NULL where a DBA or another tool applied it.';
COMMENT ON COLUMN sasync.schema_migration.applied_at IS 'When it was applied.';
COMMENT ON COLUMN sasync.schema_migration.applied_by IS 'The database role that applied it.';

CREATE TABLE sasync.account (
    account_id     text COLLATE "C" PRIMARY KEY,
    label          text COLLATE "C" NOT NULL,
    key_digest     text COLLATE "C",
    is_current     boolean NOT NULL DEFAULT true,
    recorded_at    timestamptz NOT NULL DEFAULT sasync.moment()
);
COMMENT ON TABLE sasync.account IS 'Alibaba Cloud accounts that were ever synced.';
COMMENT ON COLUMN sasync.account.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.account.label IS 'The name that the settings give it. Renaming it changes no finding.';
COMMENT ON COLUMN sasync.account.key_digest IS 'Digest of the credentials that were last seen to belong to this account: while it is the same, the cloud need not be asked whose they are.';
COMMENT ON COLUMN sasync.account.is_current IS 'False where an operator accepted that the label now names another account.';
COMMENT ON COLUMN sasync.account.recorded_at IS 'When label or credentials were last recorded.';

CREATE TABLE sasync.source (
    account_id          text COLLATE "C" NOT NULL,
    source_id           bigint GENERATED ALWAYS AS IDENTITY,
    site                text COLLATE "C" NOT NULL,
    suffix              text COLLATE "C" NOT NULL DEFAULT '',
    filter              text COLLATE "C" NOT NULL DEFAULT '',
    configured          boolean NOT NULL DEFAULT true,
    registered_at       timestamptz NOT NULL DEFAULT sasync.moment(),
    unconfigured_at     timestamptz,
    retired_at          timestamptz,
    not_entitled_at     timestamptz,
    freshness_limit     interval NOT NULL DEFAULT '45 minutes',
    page_size_works     integer NOT NULL DEFAULT 0,
    largest_answer      integer NOT NULL DEFAULT 0,
    slice_by_status     boolean NOT NULL DEFAULT false,
    slice_by_scan_range boolean NOT NULL DEFAULT false,
    slices_compared_at  timestamptz,
    dishonest_walks     integer NOT NULL DEFAULT 0,
    read_at             timestamptz,
    proven_at           timestamptz,
    first_whole_walk    bigint,
    last_whole_walk     bigint,
    last_walk           bigint,
    last_verdict        text COLLATE "C",
    last_reason         text,
    PRIMARY KEY (account_id, source_id),
    UNIQUE (account_id, site, suffix)
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.source IS 'What is walked, published and judged as one: account, site and filter.';
COMMENT ON COLUMN sasync.source.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.source.source_id IS 'Our number of the source.';
COMMENT ON COLUMN sasync.source.site IS 'Data site of Security Center: china or international.';
COMMENT ON COLUMN sasync.source.suffix IS 'What a filter adds to the name of the source: # and eight digits of its digest; empty without a filter.';
COMMENT ON COLUMN sasync.source.filter IS 'What the operator narrowed the account to, in one line; empty without a filter.';
COMMENT ON COLUMN sasync.source.configured IS 'True while the settings plan this source.';
COMMENT ON COLUMN sasync.source.registered_at IS 'When the settings first planned it, or planned it again.';
COMMENT ON COLUMN sasync.source.unconfigured_at IS 'When the settings stopped planning it; NULL while they do.';
COMMENT ON COLUMN sasync.source.retired_at IS 'When an operator retired it, which closed its findings.';
COMMENT ON COLUMN sasync.source.not_entitled_at IS 'When the site last refused for want of permission or licence although the account has no finding there; NULL where it answers.';
COMMENT ON COLUMN sasync.source.freshness_limit IS 'How old the last whole walk may be before the source counts as stale.';
COMMENT ON COLUMN sasync.source.page_size_works IS 'Page size that the site served in full; 0 where not known yet.';
COMMENT ON COLUMN sasync.source.largest_answer IS 'The most rows that one answer of the site ever brought.';
COMMENT ON COLUMN sasync.source.slice_by_status IS 'True where the site holds back rows unless each status is asked for.';
COMMENT ON COLUMN sasync.source.slice_by_scan_range IS 'True where the site holds back rows unless each scan range is asked for.';
COMMENT ON COLUMN sasync.source.slices_compared_at IS 'When it was last compared whether "all" means all.';
COMMENT ON COLUMN sasync.source.dishonest_walks IS 'Whole walks in a row in which the site did not honour the filter by file.';
COMMENT ON COLUMN sasync.source.read_at IS 'End of the last whole walk.';
COMMENT ON COLUMN sasync.source.proven_at IS 'When closings were last decided without one left over.';
COMMENT ON COLUMN sasync.source.first_whole_walk IS 'The first walk that was whole; what it opened was there before.';
COMMENT ON COLUMN sasync.source.last_whole_walk IS 'The last walk that was whole.';
COMMENT ON COLUMN sasync.source.last_walk IS 'The last walk that ended.';
COMMENT ON COLUMN sasync.source.last_verdict IS 'Verdict of the last walk.';
COMMENT ON COLUMN sasync.source.last_reason IS 'Why the last walk was not whole.';

-- Occurrences: where a malicious file was seen -----------------------------------------------------------------

CREATE TABLE sasync.occurrence (
    account_id       text COLLATE "C" NOT NULL,
    site             text COLLATE "C" NOT NULL,
    row_key          uuid NOT NULL,
    malicious_md5    text COLLATE "C" NOT NULL,
    image_uuid       text COLLATE "C",
    digest           text COLLATE "C",
    layer            text COLLATE "C",
    file_path        text,
    image            text,
    tag              text,
    repo_region_id   text COLLATE "C",
    repo_instance_id text COLLATE "C",
    repo_id          text COLLATE "C",
    repo_name        text COLLATE "C",
    repo_namespace   text COLLATE "C",
    cluster_id       text COLLATE "C",
    cluster_name     text,
    pod              text,
    container_id     text COLLATE "C",
    instance_name    text,
    internet_ip      text,
    intranet_ip      text,
    host_uuid        text COLLATE "C",
    target_type      text COLLATE "C",
    target_id        text COLLATE "C",
    target_name      text,
    highlight        jsonb,
    download_url     text,
    extra            jsonb,
    derived_key      text COLLATE "C",
    PRIMARY KEY (account_id, site, row_key)
);
COMMENT ON TABLE sasync.occurrence IS 'Where a malicious file was seen, as Security Center told it: the part that hardly ever changes. What moves stands in occurrence_state.';
COMMENT ON COLUMN sasync.occurrence.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.occurrence.site IS 'Data site of Security Center: china or international.';
COMMENT ON COLUMN sasync.occurrence.row_key IS 'Our key of the occurrence: a digest over site, image, file and place.';
COMMENT ON COLUMN sasync.occurrence.malicious_md5 IS 'MaliciousMd5: MD5 of the malicious file, spelled as it came.';
COMMENT ON COLUMN sasync.occurrence.image_uuid IS 'ImageUuid: the image, by Security Center''s id.';
COMMENT ON COLUMN sasync.occurrence.digest IS 'Digest of the image.';
COMMENT ON COLUMN sasync.occurrence.layer IS 'Layer: digest of the layer that holds the file.';
COMMENT ON COLUMN sasync.occurrence.file_path IS 'FilePath: path of the file.';
COMMENT ON COLUMN sasync.occurrence.image IS 'Image: name of the image.';
COMMENT ON COLUMN sasync.occurrence.tag IS 'Tag of the image.';
COMMENT ON COLUMN sasync.occurrence.repo_region_id IS 'RepoRegionId: region of the repository.';
COMMENT ON COLUMN sasync.occurrence.repo_instance_id IS 'RepoInstanceId: registry instance of the repository.';
COMMENT ON COLUMN sasync.occurrence.repo_id IS 'RepoId: id of the repository.';
COMMENT ON COLUMN sasync.occurrence.repo_name IS 'RepoName: name of the repository.';
COMMENT ON COLUMN sasync.occurrence.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sasync.occurrence.cluster_id IS 'ClusterId: the container cluster.';
COMMENT ON COLUMN sasync.occurrence.cluster_name IS 'ClusterName: its name.';
COMMENT ON COLUMN sasync.occurrence.pod IS 'Pod in which the container runs.';
COMMENT ON COLUMN sasync.occurrence.container_id IS 'ContainerId: the container.';
COMMENT ON COLUMN sasync.occurrence.instance_name IS 'InstanceName: name of the host.';
COMMENT ON COLUMN sasync.occurrence.internet_ip IS 'InternetIp: public address of the host.';
COMMENT ON COLUMN sasync.occurrence.intranet_ip IS 'IntranetIp: private address of the host.';
COMMENT ON COLUMN sasync.occurrence.host_uuid IS 'Uuid: the host, by Security Center''s id.';
COMMENT ON COLUMN sasync.occurrence.target_type IS 'TargetType: kind of the scanned target.';
COMMENT ON COLUMN sasync.occurrence.target_id IS 'TargetId: id of the scanned target.';
COMMENT ON COLUMN sasync.occurrence.target_name IS 'TargetName: name of the scanned target.';
COMMENT ON COLUMN sasync.occurrence.highlight IS 'HighLight: what Security Center marks in the finding, as JSON.';
COMMENT ON COLUMN sasync.occurrence.download_url IS 'DownloadUrl without its signed query, as of the last time that the row was written. Not shown to analysts.';
COMMENT ON COLUMN sasync.occurrence.extra IS 'Fields that this version of sasyncd does not know, as they came.';
COMMENT ON COLUMN sasync.occurrence.derived_key IS 'What stands for the image where the row has no ImageUuid: digest:, target:, image:, host: or container: and its value.';

CREATE TABLE sasync.occurrence_state (
    account_id       text COLLATE "C" NOT NULL,
    site             text COLLATE "C" NOT NULL,
    row_key          uuid NOT NULL,
    finding_key      uuid NOT NULL,
    source_id        bigint NOT NULL,
    fingerprint      bigint NOT NULL,
    event_id         bigint,
    first_scan_at    timestamptz,
    latest_scan_at   timestamptz,
    latest_verify_at timestamptz,
    appeared_at      timestamptz NOT NULL DEFAULT sasync.moment(),
    gone_at          timestamptz,
    gone_walk        bigint,
    status           integer,
    scan_regressed   boolean NOT NULL DEFAULT false,
    gone_waived      boolean NOT NULL DEFAULT false,
    level            text COLLATE "C",
    gone_reason      text COLLATE "C",
    PRIMARY KEY (account_id, site, row_key)
) WITH (fillfactor = 50);
CREATE INDEX occurrence_state_finding ON sasync.occurrence_state (account_id, finding_key);
COMMENT ON TABLE sasync.occurrence_state IS 'What moves of an occurrence. Apart from the rest, so that a nightly rescan of everything rewrites little.';
COMMENT ON COLUMN sasync.occurrence_state.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.occurrence_state.site IS 'Data site of Security Center: china or international.';
COMMENT ON COLUMN sasync.occurrence_state.row_key IS 'Our key of the occurrence.';
COMMENT ON COLUMN sasync.occurrence_state.finding_key IS 'The finding that it belongs to.';
COMMENT ON COLUMN sasync.occurrence_state.source_id IS 'The source whose walk saw it.';
COMMENT ON COLUMN sasync.occurrence_state.fingerprint IS 'Digest of all stored values but the times; equal ones mean nothing to write.';
COMMENT ON COLUMN sasync.occurrence_state.event_id IS 'Id: Security Center''s number of the row, where it gave one.';
COMMENT ON COLUMN sasync.occurrence_state.first_scan_at IS 'FirstScanTimestamp.';
COMMENT ON COLUMN sasync.occurrence_state.latest_scan_at IS 'LatestScanTimestamp, the newest ever told.';
COMMENT ON COLUMN sasync.occurrence_state.latest_verify_at IS 'LatestVerifyTimestamp, the newest ever told.';
COMMENT ON COLUMN sasync.occurrence_state.appeared_at IS 'When we recorded it, or recorded it again after it had gone.';
COMMENT ON COLUMN sasync.occurrence_state.gone_at IS 'When it was found to be gone; NULL while it is present.';
COMMENT ON COLUMN sasync.occurrence_state.gone_walk IS 'The walk that found it gone; NULL while it is present.';
COMMENT ON COLUMN sasync.occurrence_state.status IS 'Status as Security Center told it: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted.';
COMMENT ON COLUMN sasync.occurrence_state.scan_regressed IS 'True once an older scan time than the recorded one was told in this episode.';
COMMENT ON COLUMN sasync.occurrence_state.gone_waived IS 'True where an operator released it, so that the fuse does not count it.';
COMMENT ON COLUMN sasync.occurrence_state.level IS 'Level: serious, suspicious, remind.';
COMMENT ON COLUMN sasync.occurrence_state.gone_reason IS 'Why it is gone: absent, out_of_scope, source_retired.';

-- Findings: one malicious file in one image --------------------------------------------------------------------
-- Texts that stand in an index are cut to a bounded length here (the full ones are in occurrence), since a longer
-- one than an index takes would stop every publish.

CREATE TABLE sasync.finding (
    account_id       text COLLATE "C" NOT NULL,
    finding_key      uuid NOT NULL,
    row_key          uuid NOT NULL,
    site             text COLLATE "C" NOT NULL,
    source_id        bigint NOT NULL,
    opened_walk      bigint NOT NULL,
    first_scan_at    timestamptz,
    latest_scan_at   timestamptz,
    latest_verify_at timestamptz,
    opened_at        timestamptz NOT NULL,
    closed_at        timestamptz,
    status           integer,
    episode          integer NOT NULL,
    occurrences      integer NOT NULL,
    presence         text COLLATE "C" NOT NULL,
    is_derived       boolean NOT NULL,
    level            text COLLATE "C",
    close_reason     text COLLATE "C",
    image_key        text COLLATE "C" NOT NULL,
    malicious_md5    text COLLATE "C" NOT NULL,
    image            text,
    digest           text COLLATE "C",
    tag              text,
    repo_region_id   text COLLATE "C",
    repo_instance_id text COLLATE "C",
    repo_id          text COLLATE "C",
    repo_name        text COLLATE "C",
    repo_namespace   text COLLATE "C",
    other_sources    bigint[],
    PRIMARY KEY (account_id, finding_key)
) WITH (fillfactor = 50);
-- Dashboards mostly ask for all accounts, or for one by its label: so the account does not lead, but is there, since
-- the view joins by it, and PostgreSQL reads an index alone only where it holds all columns of the joins.
CREATE INDEX finding_open_level ON sasync.finding (level, status, account_id) WHERE presence = 'present';
CREATE INDEX finding_open_since ON sasync.finding (opened_at, account_id) WHERE presence = 'present';
CREATE INDEX finding_open_repository ON sasync.finding (level, repo_instance_id, repo_namespace, repo_name, account_id) WHERE presence = 'present';
CREATE INDEX finding_open_source ON sasync.finding (account_id, source_id, repo_region_id) WHERE presence = 'present';
CREATE INDEX finding_md5 ON sasync.finding (malicious_md5, account_id);
COMMENT ON TABLE sasync.finding IS 'One malicious file in one image: all its occurrences folded into one row.';
COMMENT ON COLUMN sasync.finding.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.finding.finding_key IS 'Our key of the finding: a digest over account, image and MD5.';
COMMENT ON COLUMN sasync.finding.row_key IS 'The occurrence that image and repository are taken from: the present one with the least key.';
COMMENT ON COLUMN sasync.finding.site IS 'Site of that occurrence.';
COMMENT ON COLUMN sasync.finding.source_id IS 'The source that shows it (the first, where several do).';
COMMENT ON COLUMN sasync.finding.opened_walk IS 'The walk that opened the current or last episode.';
COMMENT ON COLUMN sasync.finding.first_scan_at IS 'Earliest first scan of the occurrences of the episode.';
COMMENT ON COLUMN sasync.finding.latest_scan_at IS 'Latest scan of the occurrences of the episode.';
COMMENT ON COLUMN sasync.finding.latest_verify_at IS 'Latest verification of the occurrences of the episode.';
COMMENT ON COLUMN sasync.finding.opened_at IS 'When the current or last episode began.';
COMMENT ON COLUMN sasync.finding.closed_at IS 'When the last episode ended; NULL while the finding is present.';
COMMENT ON COLUMN sasync.finding.status IS 'Least handled status of the present occurrences; frozen when the last one goes.';
COMMENT ON COLUMN sasync.finding.episode IS 'Number of the current or last episode, from 1.';
COMMENT ON COLUMN sasync.finding.occurrences IS 'Present occurrences.';
COMMENT ON COLUMN sasync.finding.presence IS 'present while at least one occurrence is, else absent. Text, so that a filter on the view finds the indexes.';
COMMENT ON COLUMN sasync.finding.is_derived IS 'True where the rows had no ImageUuid, so that something else stands for the image.';
COMMENT ON COLUMN sasync.finding.level IS 'Worst level of the present occurrences; frozen when the last one goes.';
COMMENT ON COLUMN sasync.finding.close_reason IS 'Why it was closed: absent, out_of_scope, source_retired.';
COMMENT ON COLUMN sasync.finding.image_key IS 'ImageUuid, or what stands for it.';
COMMENT ON COLUMN sasync.finding.malicious_md5 IS 'MD5 of the malicious file, spelled as it came.';
COMMENT ON COLUMN sasync.finding.image IS 'Name of the image.';
COMMENT ON COLUMN sasync.finding.digest IS 'Digest of the image.';
COMMENT ON COLUMN sasync.finding.tag IS 'Tag of the image.';
COMMENT ON COLUMN sasync.finding.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sasync.finding.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sasync.finding.repo_id IS 'Id of the repository.';
COMMENT ON COLUMN sasync.finding.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sasync.finding.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sasync.finding.other_sources IS 'All sources that show it, where there is more than one.';

CREATE TABLE sasync.episode (
    account_id         text COLLATE "C" NOT NULL,
    finding_key        uuid NOT NULL,
    episode            integer NOT NULL,
    is_initial         boolean NOT NULL,
    opened_at          timestamptz NOT NULL,
    closed_at          timestamptz,
    last_seen_at       timestamptz,
    opening_walk       bigint NOT NULL,
    closing_walk       bigint,
    continued_from     uuid,
    level              text COLLATE "C",
    image_key          text COLLATE "C" NOT NULL,
    malicious_md5      text COLLATE "C" NOT NULL,
    close_reason       text COLLATE "C",
    proof              text COLLATE "C",
    first_request_id   text COLLATE "C",
    closing_request_id text COLLATE "C",
    PRIMARY KEY (account_id, finding_key, episode)
) WITH (fillfactor = 80);
CREATE INDEX episode_opened ON sasync.episode (opened_at, account_id);
CREATE INDEX episode_closed ON sasync.episode (closed_at) INCLUDE (opened_at, image_key, close_reason, account_id) WHERE closed_at IS NOT NULL;
COMMENT ON TABLE sasync.episode IS 'Intervals in which a finding was present. A closed one never changes.';
COMMENT ON COLUMN sasync.episode.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.episode.finding_key IS 'The finding.';
COMMENT ON COLUMN sasync.episode.episode IS 'Number of the episode within the finding, from 1.';
COMMENT ON COLUMN sasync.episode.is_initial IS 'True where it was there before the source was first read to its end, so that its beginning is unknown.';
COMMENT ON COLUMN sasync.episode.opened_at IS 'When we recorded its beginning.';
COMMENT ON COLUMN sasync.episode.closed_at IS 'When it was closed; NULL while open.';
COMMENT ON COLUMN sasync.episode.last_seen_at IS 'End of the last whole walk before the one that first missed it; NULL while open.';
COMMENT ON COLUMN sasync.episode.opening_walk IS 'The walk that opened it.';
COMMENT ON COLUMN sasync.episode.closing_walk IS 'The walk that closed it.';
COMMENT ON COLUMN sasync.episode.continued_from IS 'The finding that this one carries on under a new key (same file, same digest, target or image).';
COMMENT ON COLUMN sasync.episode.level IS 'Level at its beginning while open, at its end once closed.';
COMMENT ON COLUMN sasync.episode.image_key IS 'ImageUuid, or what stands for it.';
COMMENT ON COLUMN sasync.episode.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sasync.episode.close_reason IS 'Why it was closed: absent, out_of_scope, source_retired.';
COMMENT ON COLUMN sasync.episode.proof IS 'What the closing rests on: asked (two answers for just that file lacked it) or walks.';
COMMENT ON COLUMN sasync.episode.first_request_id IS 'RequestId of the first answer that lacked it.';
COMMENT ON COLUMN sasync.episode.closing_request_id IS 'RequestId of the answer that decided.';

-- What happened ------------------------------------------------------------------------------------------------

CREATE SEQUENCE sasync.event_number CACHE 1000;
COMMENT ON SEQUENCE sasync.event_number IS 'Numbers of event and rescan, so that both can be shown as one list.';

CREATE TABLE sasync.event (
    event_id         bigint NOT NULL DEFAULT nextval('sasync.event_number'),
    at               timestamptz NOT NULL DEFAULT sasync.moment(),
    walk_id          bigint NOT NULL,
    source_id        bigint NOT NULL,
    finding_key      uuid NOT NULL,
    row_key          uuid,
    account_id       text COLLATE "C" NOT NULL,
    kind             text COLLATE "C" NOT NULL,
    old_value        text,
    new_value        text,
    reason           text COLLATE "C",
    first_request_id text COLLATE "C",
    request_id       text COLLATE "C"
);
CREATE INDEX event_at ON sasync.event USING brin (at);
CREATE INDEX event_finding ON sasync.event (account_id, finding_key);
COMMENT ON TABLE sasync.event IS 'Transitions, only ever added to.';
COMMENT ON COLUMN sasync.event.event_id IS 'Number of the event.';
COMMENT ON COLUMN sasync.event.at IS 'When we recorded it.';
COMMENT ON COLUMN sasync.event.walk_id IS 'The walk that saw it.';
COMMENT ON COLUMN sasync.event.source_id IS 'The source that was walked.';
COMMENT ON COLUMN sasync.event.finding_key IS 'The finding.';
COMMENT ON COLUMN sasync.event.row_key IS 'The occurrence, where the event is of one occurrence and not of the finding.';
COMMENT ON COLUMN sasync.event.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.event.kind IS 'opened, reopened, closed, rekeyed, level_changed, status_changed, scan_regressed, moved, occurrence_added, occurrence_gone.';
COMMENT ON COLUMN sasync.event.old_value IS 'Value before.';
COMMENT ON COLUMN sasync.event.new_value IS 'Value after.';
COMMENT ON COLUMN sasync.event.reason IS 'Why: initial for openings of the first whole walk; absent, out_of_scope or source_retired for closings.';
COMMENT ON COLUMN sasync.event.first_request_id IS 'RequestId of the first answer that lacked it, for closings.';
COMMENT ON COLUMN sasync.event.request_id IS 'RequestId of the answer that decided, for closings.';

CREATE TABLE sasync.rescan (
    event_id    bigint NOT NULL DEFAULT nextval('sasync.event_number'),
    at          timestamptz NOT NULL DEFAULT sasync.moment(),
    walk_id     bigint NOT NULL,
    source_id   bigint NOT NULL,
    old_scan_at timestamptz,
    new_scan_at timestamptz,
    finding_key uuid NOT NULL,
    row_key     uuid,
    account_id  text COLLATE "C" NOT NULL
);
CREATE INDEX rescan_at ON sasync.rescan USING brin (at);
CREATE INDEX rescan_finding ON sasync.rescan (account_id, finding_key);
COMMENT ON TABLE sasync.rescan IS 'Transitions of the latest scan time: one a finding and scan, so in a narrow table with a retention of its own.';
COMMENT ON COLUMN sasync.rescan.event_id IS 'Number of the event.';
COMMENT ON COLUMN sasync.rescan.at IS 'When we recorded it.';
COMMENT ON COLUMN sasync.rescan.walk_id IS 'The walk that saw it.';
COMMENT ON COLUMN sasync.rescan.source_id IS 'The source that was walked.';
COMMENT ON COLUMN sasync.rescan.old_scan_at IS 'LatestScanTimestamp before.';
COMMENT ON COLUMN sasync.rescan.new_scan_at IS 'LatestScanTimestamp after.';
COMMENT ON COLUMN sasync.rescan.finding_key IS 'The finding.';
COMMENT ON COLUMN sasync.rescan.row_key IS 'The occurrence, where only an occurrence was rescanned and the finding''s latest scan did not move.';
COMMENT ON COLUMN sasync.rescan.account_id IS 'The cloud''s id of the account.';

CREATE TABLE sasync.daily (
    account_id       text COLLATE "C" NOT NULL,
    day              date NOT NULL,
    level            text COLLATE "C" NOT NULL,
    repo_instance_id text COLLATE "C" NOT NULL,
    repo_namespace   text COLLATE "C" NOT NULL,
    repo_name        text COLLATE "C" NOT NULL,
    opened           integer NOT NULL DEFAULT 0,
    initial          integer NOT NULL DEFAULT 0,
    reopened         integer NOT NULL DEFAULT 0,
    closed           integer NOT NULL DEFAULT 0,
    out_of_scope     integer NOT NULL DEFAULT 0,
    shifted          integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, day, level, repo_instance_id, repo_namespace, repo_name)
) WITH (fillfactor = 80);
COMMENT ON TABLE sasync.daily IS 'Openings and closings by UTC day, level and repository. The sum of opened + reopened - closed + shifted up to a day is what was open at its end.';
COMMENT ON COLUMN sasync.daily.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.daily.day IS 'UTC day.';
COMMENT ON COLUMN sasync.daily.level IS 'Level of the findings; empty where they have none.';
COMMENT ON COLUMN sasync.daily.repo_instance_id IS 'Registry instance; empty where they have none.';
COMMENT ON COLUMN sasync.daily.repo_namespace IS 'Namespace of the repository; empty where they have none.';
COMMENT ON COLUMN sasync.daily.repo_name IS 'Name of the repository; empty where they have none.';
COMMENT ON COLUMN sasync.daily.opened IS 'Findings opened for the first time, initial ones included.';
COMMENT ON COLUMN sasync.daily.initial IS 'Of these, those that were there before the source was first read to its end.';
COMMENT ON COLUMN sasync.daily.reopened IS 'Findings opened again.';
COMMENT ON COLUMN sasync.daily.closed IS 'Findings closed, for any reason.';
COMMENT ON COLUMN sasync.daily.out_of_scope IS 'Of these, those that only left our view (filter changed, source retired) and count as no remediation.';
COMMENT ON COLUMN sasync.daily.shifted IS 'Open findings that came to this level or repository from another one, less those that left for another one.';

-- Walks and their certificates ---------------------------------------------------------------------------------

CREATE TABLE sasync.sweep (
    sweep_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text COLLATE "C" NOT NULL,
    daemon_version text COLLATE "C" NOT NULL,
    holder         text COLLATE "C" NOT NULL,
    started_at     timestamptz NOT NULL DEFAULT sasync.moment(),
    ended_at       timestamptz,
    result         text
) WITH (fillfactor = 80);
COMMENT ON TABLE sasync.sweep IS 'Rounds over all sources that were due.';
COMMENT ON COLUMN sasync.sweep.sweep_id IS 'Number of the sweep.';
COMMENT ON COLUMN sasync.sweep.kind IS 'What asked for it: run or sync.';
COMMENT ON COLUMN sasync.sweep.daemon_version IS 'Version of sasyncd.';
COMMENT ON COLUMN sasync.sweep.holder IS 'The process that did it: host and process id.';
COMMENT ON COLUMN sasync.sweep.started_at IS 'When it began.';
COMMENT ON COLUMN sasync.sweep.ended_at IS 'When it ended; NULL where it is under way or was cut off.';
COMMENT ON COLUMN sasync.sweep.result IS 'How it ended, in one line.';

CREATE TABLE sasync.walk (
    account_id         text COLLATE "C" NOT NULL,
    walk_id            bigint GENERATED ALWAYS AS IDENTITY,
    sweep_id           bigint NOT NULL,
    source_id          bigint NOT NULL,
    daemon_version     text COLLATE "C" NOT NULL,
    started_at         timestamptz NOT NULL DEFAULT sasync.moment(),
    ended_at           timestamptz,
    verdict            text COLLATE "C",
    reason             text,
    page_size_asked    integer,
    page_size_served   integer,
    pages              bigint,
    requests           bigint,
    retries            bigint,
    total_first        bigint,
    total_last         bigint,
    total_changes      bigint,
    rows               bigint,
    keys               bigint,
    keys_twice         bigint,
    folded             bigint,
    quarantined        bigint,
    regions            jsonb,
    suspects           bigint,
    asked              bigint,
    closed             bigint,
    left_open          bigint,
    held               bigint,
    control_request_id text COLLATE "C",
    first_request_id   text COLLATE "C",
    last_request_id    text COLLATE "C",
    keys_digest        text COLLATE "C",
    notes              text,
    findings_opened    bigint,
    findings_reopened  bigint,
    findings_closed    bigint,
    findings_changed   bigint,
    findings_rescanned bigint,
    rows_written       bigint,
    listed_files       bigint,
    listed_images      bigint,
    listed_unseen      bigint,
    listed_beyond      bigint,
    PRIMARY KEY (account_id, walk_id)
) WITH (fillfactor = 50);
CREATE INDEX walk_under_way ON sasync.walk (account_id, source_id) WHERE verdict IS NULL;
COMMENT ON TABLE sasync.walk IS 'Certificates: what each walk over the pages of a source read, and what that proves.';
COMMENT ON COLUMN sasync.walk.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.walk.walk_id IS 'Number of the walk.';
COMMENT ON COLUMN sasync.walk.sweep_id IS 'The sweep that it was part of.';
COMMENT ON COLUMN sasync.walk.source_id IS 'The source that was walked.';
COMMENT ON COLUMN sasync.walk.daemon_version IS 'Version of sasyncd.';
COMMENT ON COLUMN sasync.walk.started_at IS 'When it began.';
COMMENT ON COLUMN sasync.walk.ended_at IS 'When it ended.';
COMMENT ON COLUMN sasync.walk.verdict IS 'whole, partial, refused, interrupted; NULL while under way.';
COMMENT ON COLUMN sasync.walk.reason IS 'Why it is not whole.';
COMMENT ON COLUMN sasync.walk.page_size_asked IS 'Rows asked for a page.';
COMMENT ON COLUMN sasync.walk.page_size_served IS 'The most rows that one page brought.';
COMMENT ON COLUMN sasync.walk.pages IS 'Pages read.';
COMMENT ON COLUMN sasync.walk.requests IS 'Attempts made: pages, probes, questions, controls, retries.';
COMMENT ON COLUMN sasync.walk.retries IS 'Of these, repeated ones.';
COMMENT ON COLUMN sasync.walk.total_first IS 'TotalCount of the first page.';
COMMENT ON COLUMN sasync.walk.total_last IS 'TotalCount of the last page.';
COMMENT ON COLUMN sasync.walk.total_changes IS 'How often TotalCount changed from page to page.';
COMMENT ON COLUMN sasync.walk.rows IS 'Rows read.';
COMMENT ON COLUMN sasync.walk.keys IS 'Distinct occurrences among them.';
COMMENT ON COLUMN sasync.walk.keys_twice IS 'Occurrences met on more than one page: the list moved meanwhile.';
COMMENT ON COLUMN sasync.walk.folded IS 'Rows that shared a key with another one and differed from it.';
COMMENT ON COLUMN sasync.walk.quarantined IS 'Rows that could not be stored.';
COMMENT ON COLUMN sasync.walk.regions IS 'By RepoRegionId: rows seen by the walk, and reported by the region when asked.';
COMMENT ON COLUMN sasync.walk.suspects IS 'Known occurrences that it did not see.';
COMMENT ON COLUMN sasync.walk.asked IS 'Suspects that were asked for.';
COMMENT ON COLUMN sasync.walk.closed IS 'Occurrences closed.';
COMMENT ON COLUMN sasync.walk.left_open IS 'Suspects about which nothing could be decided.';
COMMENT ON COLUMN sasync.walk.held IS 'Suspects held back by the fuse against closing too many at once.';
COMMENT ON COLUMN sasync.walk.control_request_id IS 'RequestId of a control question that showed that the site answers truly.';
COMMENT ON COLUMN sasync.walk.first_request_id IS 'RequestId of the first page.';
COMMENT ON COLUMN sasync.walk.last_request_id IS 'RequestId of the last page.';
COMMENT ON COLUMN sasync.walk.keys_digest IS 'Digest of the occurrences seen: two walks with equal digests saw the same.';
COMMENT ON COLUMN sasync.walk.notes IS 'Slices walked, splitting, filters not honoured, in one line.';
COMMENT ON COLUMN sasync.walk.findings_opened IS 'Findings opened for the first time.';
COMMENT ON COLUMN sasync.walk.findings_reopened IS 'Findings opened again.';
COMMENT ON COLUMN sasync.walk.findings_closed IS 'Findings closed.';
COMMENT ON COLUMN sasync.walk.findings_changed IS 'Other transitions but rescans.';
COMMENT ON COLUMN sasync.walk.findings_rescanned IS 'Rescans.';
COMMENT ON COLUMN sasync.walk.rows_written IS 'Occurrences written.';
COMMENT ON COLUMN sasync.walk.listed_files IS 'A second witness: malicious files that DescribeGroupedMaliciousFiles listed after this walk; NULL where it was not read then.';
COMMENT ON COLUMN sasync.walk.listed_images IS 'The images that it counted, summed over these files.';
COMMENT ON COLUMN sasync.walk.listed_unseen IS 'Of these files, those of which no finding was present; NULL where the walk was not whole or narrowed by a filter.';
COMMENT ON COLUMN sasync.walk.listed_beyond IS 'Images that it counted beyond those of present findings of the same file, summed; NULL likewise.';

CREATE TABLE sasync.walk_part (
    account_id   text COLLATE "C" NOT NULL,
    walk_id      bigint NOT NULL,
    part         integer NOT NULL,
    applied_at   timestamptz NOT NULL DEFAULT sasync.moment(),
    opened       bigint NOT NULL,
    reopened     bigint NOT NULL,
    closed       bigint NOT NULL,
    changed      bigint NOT NULL,
    rescanned    bigint NOT NULL,
    rows_written bigint NOT NULL,
    PRIMARY KEY (account_id, walk_id, part)
);
COMMENT ON TABLE sasync.walk_part IS 'Transactions in which a walk''s differences were applied; makes each happen exactly once.';
COMMENT ON COLUMN sasync.walk_part.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.walk_part.walk_id IS 'The walk.';
COMMENT ON COLUMN sasync.walk_part.part IS 'Number of the part within the walk.';
COMMENT ON COLUMN sasync.walk_part.applied_at IS 'When it was applied.';
COMMENT ON COLUMN sasync.walk_part.opened IS 'Findings opened for the first time.';
COMMENT ON COLUMN sasync.walk_part.reopened IS 'Findings opened again.';
COMMENT ON COLUMN sasync.walk_part.closed IS 'Findings closed.';
COMMENT ON COLUMN sasync.walk_part.changed IS 'Other transitions but rescans.';
COMMENT ON COLUMN sasync.walk_part.rescanned IS 'Rescans.';
COMMENT ON COLUMN sasync.walk_part.rows_written IS 'Occurrences written.';

CREATE TABLE sasync.suspect (
    account_id        text COLLATE "C" NOT NULL,
    site              text COLLATE "C" NOT NULL,
    row_key           uuid NOT NULL,
    source_id         bigint NOT NULL,
    first_missed_walk bigint NOT NULL,
    first_missed_at   timestamptz NOT NULL DEFAULT sasync.moment(),
    last_seen_at      timestamptz,
    misses            integer NOT NULL,
    still_misses      integer NOT NULL,
    asked             integer NOT NULL,
    held_by           bigint,
    is_released       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, site, row_key)
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.suspect IS 'Occurrences that a walk did not see and about which nothing is decided yet.';
COMMENT ON COLUMN sasync.suspect.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.suspect.site IS 'Data site of Security Center.';
COMMENT ON COLUMN sasync.suspect.row_key IS 'The occurrence.';
COMMENT ON COLUMN sasync.suspect.source_id IS 'Its source.';
COMMENT ON COLUMN sasync.suspect.first_missed_walk IS 'The walk that first missed it.';
COMMENT ON COLUMN sasync.suspect.first_missed_at IS 'When that was.';
COMMENT ON COLUMN sasync.suspect.last_seen_at IS 'End of the last whole walk before that.';
COMMENT ON COLUMN sasync.suspect.misses IS 'Walks in a row that missed it.';
COMMENT ON COLUMN sasync.suspect.still_misses IS 'Of these, the last ones in a row that were whole and saw no movement.';
COMMENT ON COLUMN sasync.suspect.asked IS 'How often the API was asked for it.';
COMMENT ON COLUMN sasync.suspect.held_by IS 'The walk whose fuse held it; NULL where it is not held.';
COMMENT ON COLUMN sasync.suspect.is_released IS 'True where an operator released it.';

CREATE TABLE sasync.quarantine (
    account_id text COLLATE "C" NOT NULL,
    source_id  bigint NOT NULL,
    reason     text COLLATE "C" NOT NULL,
    digest     bigint NOT NULL,
    first_walk bigint NOT NULL,
    first_at   timestamptz NOT NULL DEFAULT sasync.moment(),
    gone_at    timestamptz,
    payload    text NOT NULL,
    PRIMARY KEY (account_id, source_id, reason, digest)
);
COMMENT ON TABLE sasync.quarantine IS 'Rows of the API that could not be stored as they are.';
COMMENT ON COLUMN sasync.quarantine.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.quarantine.source_id IS 'The source that brought it.';
COMMENT ON COLUMN sasync.quarantine.reason IS 'What is wrong with it.';
COMMENT ON COLUMN sasync.quarantine.digest IS 'Digest of the payload.';
COMMENT ON COLUMN sasync.quarantine.first_walk IS 'The walk that first brought it.';
COMMENT ON COLUMN sasync.quarantine.first_at IS 'When that was.';
COMMENT ON COLUMN sasync.quarantine.gone_at IS 'When a whole walk no longer brought it; NULL while it does.';
COMMENT ON COLUMN sasync.quarantine.payload IS 'The row as it came, with secrets and signed links cut.';

-- Who leads, and who asked for what ----------------------------------------------------------------------------

CREATE TABLE sasync.lease (
    account_id text COLLATE "C" PRIMARY KEY,
    holder     text COLLATE "C" NOT NULL,
    token      bigint NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.lease IS 'Which process writes an account''s tables now.';
COMMENT ON COLUMN sasync.lease.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.lease.holder IS 'The process: host and process id.';
COMMENT ON COLUMN sasync.lease.token IS 'Fencing token: grows with every change of holder.';
COMMENT ON COLUMN sasync.lease.expires_at IS 'When others may take over, by the database''s clock.';

CREATE TABLE sasync.daemon (
    holder     text COLLATE "C" PRIMARY KEY,
    accounts   text[] COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.daemon IS 'Which daemons run, so that they share the accounts between them.';
COMMENT ON COLUMN sasync.daemon.holder IS 'The process: host and process id, as in lease.';
COMMENT ON COLUMN sasync.daemon.accounts IS 'The cloud''s ids of the accounts that it could lead.';
COMMENT ON COLUMN sasync.daemon.expires_at IS 'When it counts as gone unless it says otherwise, by the database''s clock.';

CREATE TABLE sasync.action (
    account_id text COLLATE "C" NOT NULL,
    action_id  bigint GENERATED ALWAYS AS IDENTITY,
    source_id  bigint,
    kind       text COLLATE "C" NOT NULL,
    asked_by   text COLLATE "C" NOT NULL,
    reason     text,
    asked_at   timestamptz NOT NULL DEFAULT sasync.moment(),
    touched_at timestamptz NOT NULL DEFAULT sasync.moment(),
    done_at    timestamptz,
    result     text,
    PRIMARY KEY (account_id, action_id)
) WITH (fillfactor = 50);
CREATE INDEX action_pending ON sasync.action (account_id) WHERE done_at IS NULL;
COMMENT ON TABLE sasync.action IS 'What operators asked for: who released, retired, accepted, synced or repaired what, when and why.';
COMMENT ON COLUMN sasync.action.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.action.action_id IS 'Number of the action.';
COMMENT ON COLUMN sasync.action.source_id IS 'The source that it is about; NULL for the whole account.';
COMMENT ON COLUMN sasync.action.kind IS 'sync, release, retire, accept_account, repair.';
COMMENT ON COLUMN sasync.action.asked_by IS 'Who asked: user and host.';
COMMENT ON COLUMN sasync.action.reason IS 'Why, as the operator gave it.';
COMMENT ON COLUMN sasync.action.asked_at IS 'When it was asked for.';
COMMENT ON COLUMN sasync.action.touched_at IS 'When the asker was last known to wait; an action lapses when that is too long ago.';
COMMENT ON COLUMN sasync.action.done_at IS 'When it was carried out; NULL while pending or lapsed.';
COMMENT ON COLUMN sasync.action.result IS 'How it ended.';

CREATE TABLE sasync.malware (
    malicious_md5 text COLLATE "C" PRIMARY KEY,
    name          text,
    malware_key   text COLLATE "C",
    level         text COLLATE "C",
    updated_at    timestamptz NOT NULL DEFAULT sasync.moment(),
    CHECK (length(malicious_md5) <= 200)
) WITH (fillfactor = 80);
COMMENT ON TABLE sasync.malware IS 'Names of malicious files, of all accounts, as DescribeGroupedMaliciousFiles told them.';
COMMENT ON COLUMN sasync.malware.malicious_md5 IS 'MD5 of the file, in lower case.';
COMMENT ON COLUMN sasync.malware.name IS 'MaliciousName: what Security Center calls it.';
COMMENT ON COLUMN sasync.malware.malware_key IS 'MaliciousKey: its type, such as WEBSHELL_IMG.';
COMMENT ON COLUMN sasync.malware.level IS 'The worst level that any site told of the file.';
COMMENT ON COLUMN sasync.malware.updated_at IS 'When that was recorded.';

CREATE TABLE sasync.site (
    account_id         text COLLATE "C" NOT NULL,
    site               text COLLATE "C" NOT NULL,
    names_at           timestamptz,
    names_fault        text,
    subscription_at    timestamptz,
    subscription_fault text,
    edition            text,
    image_scans_total  bigint,
    image_scans_left   bigint,
    PRIMARY KEY (account_id, site)
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.site IS 'What a site tells of an account beside its findings, read every enrich.every.';
COMMENT ON COLUMN sasync.site.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.site.site IS 'Data site of Security Center: china or international.';
COMMENT ON COLUMN sasync.site.names_at IS 'When the names of malware were last read to their end.';
COMMENT ON COLUMN sasync.site.names_fault IS 'Why they could not be read last time; NULL where they could.';
COMMENT ON COLUMN sasync.site.subscription_at IS 'When edition and scan quota were last read.';
COMMENT ON COLUMN sasync.site.subscription_fault IS 'Why one of them could not be read last time; NULL where both could.';
COMMENT ON COLUMN sasync.site.edition IS 'Edition of Security Center that the account has, as last told.';
COMMENT ON COLUMN sasync.site.image_scans_total IS 'Image scans bought, as last told.';
COMMENT ON COLUMN sasync.site.image_scans_left IS 'Of these, those that are not used up.';

-- Upkeep -------------------------------------------------------------------------------------------------------

CREATE TABLE sasync.pruned (
    what   text COLLATE "C" PRIMARY KEY,
    before timestamptz NOT NULL
);
COMMENT ON TABLE sasync.pruned IS 'Up to when records were deleted for being too old: before that, nothing follows from their absence.';
COMMENT ON COLUMN sasync.pruned.what IS 'event or rescan.';
COMMENT ON COLUMN sasync.pruned.before IS 'All that is younger than this is still there.';

CREATE TABLE sasync.verification (
    account_id  text COLLATE "C" PRIMARY KEY,
    verified_at timestamptz NOT NULL,
    differences bigint NOT NULL,
    verified_by text COLLATE "C" NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.verification IS 'What the last look found at whether an account''s tables follow from each other.';
COMMENT ON COLUMN sasync.verification.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.verification.verified_at IS 'When that was.';
COMMENT ON COLUMN sasync.verification.differences IS 'How many differences it found; sasyncd verify names them.';
COMMENT ON COLUMN sasync.verification.verified_by IS 'The process that looked: host and process id.';

-- Rights -------------------------------------------------------------------------------------------------------

CREATE FUNCTION sasync.grant_to_roles() RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sasyncd_writer') THEN
        GRANT USAGE ON SCHEMA sasync, sas TO sasyncd_writer;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sasync TO sasyncd_writer;
        REVOKE INSERT, UPDATE, DELETE ON sasync.schema_migration FROM sasyncd_writer;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA sasync TO sasyncd_writer;
        GRANT SELECT ON ALL TABLES IN SCHEMA sas TO sasyncd_writer;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sasyncd_reader') THEN
        GRANT USAGE ON SCHEMA sas TO sasyncd_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA sas TO sasyncd_reader;
    END IF;
END
$$;
COMMENT ON FUNCTION sasync.grant_to_roles() IS 'Grants what roles.sql promises to those of its roles that exist. Every migration ends with it.';

SELECT sasync.grant_to_roles();
INSERT INTO sasync.schema_migration (version, name) VALUES (1, 'tables');
