-- What became of things, where they are, and what proves it: views and functions beyond those of V0002.
--
-- As there: accounts are joined from the left, and what few queries ask for is a subquery in its column or a join that
-- PostgreSQL leaves out, so that a query pays for what it names. The functions are plain SQL over the views of `sas`:
-- PostgreSQL takes them apart like a view, and whoever may read the views may call them.

-- Changes of a finding's level and status, the only events that a question about the past has to look up by finding.
-- First loads write none, and no episode but a first one, nor one that carries another on: these indexes cost them
-- nothing. The source is there since sas.event joins by it: PostgreSQL reads an index alone only where it has all the
-- columns of joins.
CREATE INDEX event_value ON sasync.event (account_id, finding_key, at, event_id)
    INCLUDE (kind, source_id, old_value, new_value)
    WHERE kind IN ('level_changed', 'status_changed') AND row_key IS NULL;
CREATE INDEX episode_again ON sasync.episode (account_id, finding_key, episode) INCLUDE (opened_at) WHERE episode > 1;
CREATE INDEX episode_continued ON sasync.episode (account_id, continued_from) WHERE continued_from IS NOT NULL;
-- Findings open at the end of a day are the sum of a group's days before it.
CREATE INDEX daily_group ON sasync.daily (account_id, level, repo_instance_id, repo_namespace, repo_name, day);

CREATE FUNCTION sasync.epoch_ms(moment timestamptz) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (extract(epoch FROM moment) * 1000)::bigint $$;
COMMENT ON FUNCTION sasync.epoch_ms(timestamptz) IS 'A time as milliseconds since 1970.';

CREATE OR REPLACE VIEW sas.daily AS
SELECT a.label AS account, d.account_id, d.day, nullif(d.level, '') AS level,
       nullif(d.repo_instance_id, '') AS repo_instance_id, nullif(d.repo_namespace, '') AS repo_namespace,
       nullif(d.repo_name, '') AS repo_name, d.opened, d.initial, d.reopened, d.closed, d.out_of_scope, d.shifted,
       (SELECT sum(p.opened + p.reopened - p.closed + p.shifted)::bigint
        FROM sasync.daily p
        WHERE p.account_id = d.account_id AND p.level = d.level AND p.repo_instance_id = d.repo_instance_id
          AND p.repo_namespace = d.repo_namespace AND p.repo_name = d.repo_name AND p.day <= d.day) AS open_at_end
FROM sasync.daily d
LEFT JOIN sasync.account a ON a.account_id = d.account_id;

COMMENT ON COLUMN sas.daily.open_at_end IS 'Findings of this level and repository open at the end of the day. A day without a change has no row, so do not sum this over a day: sum opened + reopened - closed + shifted over all days up to it.';

CREATE VIEW sas.image_history AS
SELECT a.label AS account, h.account_id, h.image_uuid, h.day, h.opened, h.reopened, h.closed, h.open_findings,
       CASE h.worst_level_rank WHEN 4 THEN 'other' WHEN 3 THEN 'serious' WHEN 2 THEN 'suspicious'
                               WHEN 1 THEN 'remind' END AS worst_level,
       h.worst_level_rank
FROM (SELECT d.account_id, d.image_key AS image_uuid, d.day,
             count(*) FILTER (WHERE e.episode = 1 AND e.opened_at >= d.begin_at) AS opened,
             count(*) FILTER (WHERE e.episode > 1 AND e.opened_at >= d.begin_at) AS reopened,
             count(*) FILTER (WHERE e.closed_at >= d.begin_at AND e.closed_at < d.end_at) AS closed,
             count(*) FILTER (WHERE e.closed_at IS NULL OR e.closed_at >= d.end_at) AS open_findings,
             coalesce(max(CASE WHEN coalesce(l.level, '') = '' THEN 0 ELSE sasync.level_rank(l.level) END)
                          FILTER (WHERE e.closed_at IS NULL OR e.closed_at >= d.end_at), 0) AS worst_level_rank
      FROM (SELECT DISTINCT c.account_id, c.image_key, c.day, c.day::timestamp AT TIME ZONE 'UTC' AS begin_at,
                            (c.day + 1)::timestamp AT TIME ZONE 'UTC' AS end_at
            FROM (SELECT e.account_id, e.image_key, (m.at AT TIME ZONE 'UTC')::date AS day
                  FROM sasync.episode e
                  CROSS JOIN LATERAL (VALUES (e.opened_at), (e.closed_at)) AS m(at)
                  WHERE m.at IS NOT NULL) c) d
      JOIN sasync.episode e ON e.account_id = d.account_id AND e.image_key = d.image_key AND e.opened_at < d.end_at
      -- The level at the end of that day: what the first change after it changed from, else what it is or was last.
      CROSS JOIN LATERAL (SELECT coalesce((SELECT coalesce(v.old_value, '')
                                           FROM sasync.event v
                                           WHERE v.account_id = e.account_id AND v.finding_key = e.finding_key
                                             AND v.kind = 'level_changed' AND v.row_key IS NULL AND v.at >= d.end_at
                                             AND v.at <= coalesce(e.closed_at, 'infinity')
                                           ORDER BY v.at, v.event_id
                                           LIMIT 1),
                                          CASE WHEN e.closed_at IS NULL
                                               THEN (SELECT f.level
                                                     FROM sasync.finding f
                                                     WHERE f.account_id = e.account_id
                                                       AND f.finding_key = e.finding_key)
                                               ELSE e.level END) AS level) l
      GROUP BY d.account_id, d.image_key, d.day) h
LEFT JOIN sasync.account a ON a.account_id = h.account_id;

COMMENT ON VIEW sas.image_history IS 'What became of an image: a row for each UTC day on which a finding of it was opened, reopened or closed. Days in between were like the day before.';
COMMENT ON COLUMN sas.image_history.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.image_history.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.image_history.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.image_history.day IS 'UTC day.';
COMMENT ON COLUMN sas.image_history.opened IS 'Findings opened for the first time on that day, those of the first sweep included.';
COMMENT ON COLUMN sas.image_history.reopened IS 'Findings that came back on that day.';
COMMENT ON COLUMN sas.image_history.closed IS 'Findings closed on that day, for any reason.';
COMMENT ON COLUMN sas.image_history.open_findings IS 'Findings of the image open at the end of the day: 0 means that it was clean.';
COMMENT ON COLUMN sas.image_history.worst_level IS 'Worst level of those: serious, suspicious, remind, or other for one that we do not know; NULL where none was open.';
COMMENT ON COLUMN sas.image_history.worst_level_rank IS 'The same as a number: serious 3, suspicious 2, remind 1, other 4, none 0.';

CREATE VIEW sas.cluster AS
SELECT a.label AS account, c.account_id, c.cluster_id, c.cluster_name, c.open_findings, c.open_serious,
       c.open_suspicious, c.open_remind,
       c.open_findings - c.open_serious - c.open_suspicious - c.open_remind AS open_other, c.files,
       c.images, c.pods, c.containers, c.hosts, c.first_opened_at, c.latest_scan_at
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
LEFT JOIN sasync.account a ON a.account_id = c.account_id;

COMMENT ON VIEW sas.cluster IS 'Container clusters in which a malicious file is now, and what is open in each.';
COMMENT ON COLUMN sas.cluster.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.cluster.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.cluster.cluster_id IS 'The container cluster, by its id.';
COMMENT ON COLUMN sas.cluster.cluster_name IS 'Its name.';
COMMENT ON COLUMN sas.cluster.open_findings IS 'Open findings that are in the cluster, whitelisted ones too. One that is in several clusters counts in each.';
COMMENT ON COLUMN sas.cluster.open_serious IS 'Of these, those of level serious.';
COMMENT ON COLUMN sas.cluster.open_suspicious IS 'Of these, those of level suspicious.';
COMMENT ON COLUMN sas.cluster.open_remind IS 'Of these, those of level remind.';
COMMENT ON COLUMN sas.cluster.open_other IS 'Of these, those of a level that we do not know, or of none.';
COMMENT ON COLUMN sas.cluster.files IS 'Malicious files in the cluster: distinct MD5s.';
COMMENT ON COLUMN sas.cluster.images IS 'Images that brought them.';
COMMENT ON COLUMN sas.cluster.pods IS 'Pods in which they are, as far as Security Center names them.';
COMMENT ON COLUMN sas.cluster.containers IS 'Containers in which they are.';
COMMENT ON COLUMN sas.cluster.hosts IS 'Hosts on which these run.';
COMMENT ON COLUMN sas.cluster.first_opened_at IS 'When the oldest of its open findings was opened, as recorded by us.';
COMMENT ON COLUMN sas.cluster.latest_scan_at IS 'The latest scan of what is open in the cluster. One that does not move says that nobody scans it: see sas.blind_spot.';

CREATE VIEW sas.host AS
SELECT a.label AS account, h.account_id, h.host_uuid, h.instance_name, h.internet_ip, h.intranet_ip, h.open_findings,
       h.open_serious, h.open_suspicious, h.open_remind,
       h.open_findings - h.open_serious - h.open_suspicious - h.open_remind AS open_other, h.files, h.images, h.pods,
       h.containers, h.first_opened_at, h.latest_scan_at
FROM (SELECT o.account_id, o.host_uuid, max(o.instance_name) AS instance_name,
             string_agg(DISTINCT o.internet_ip, ', ') AS internet_ip,
             string_agg(DISTINCT o.intranet_ip, ', ') AS intranet_ip,
             count(DISTINCT t.finding_key) AS open_findings,
             count(DISTINCT t.finding_key) FILTER (WHERE f.level = 'serious') AS open_serious,
             count(DISTINCT t.finding_key) FILTER (WHERE f.level = 'suspicious') AS open_suspicious,
             count(DISTINCT t.finding_key) FILTER (WHERE f.level = 'remind') AS open_remind,
             count(DISTINCT lower(f.malicious_md5)) AS files, count(DISTINCT f.image_key) AS images,
             count(DISTINCT (o.cluster_id, o.pod)) FILTER (WHERE o.pod IS NOT NULL) AS pods,
             count(DISTINCT o.container_id) AS containers, min(f.opened_at) AS first_opened_at,
             max(t.latest_scan_at) AS latest_scan_at
      FROM sasync.occurrence o
      JOIN sasync.occurrence_state t ON t.account_id = o.account_id AND t.site = o.site AND t.row_key = o.row_key
      JOIN sasync.finding f ON f.account_id = t.account_id AND f.finding_key = t.finding_key
      WHERE o.host_uuid IS NOT NULL AND t.gone_walk IS NULL
      GROUP BY o.account_id, o.host_uuid) h
LEFT JOIN sasync.account a ON a.account_id = h.account_id;

COMMENT ON VIEW sas.host IS 'Hosts (servers and nodes of clusters) on which a malicious file is now, and what is open on each.';
COMMENT ON COLUMN sas.host.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.host.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.host.host_uuid IS 'The host, by Security Center''s id.';
COMMENT ON COLUMN sas.host.instance_name IS 'Its name.';
COMMENT ON COLUMN sas.host.internet_ip IS 'Its public address; several, with commas between them, where it was told with several.';
COMMENT ON COLUMN sas.host.intranet_ip IS 'Its private address; likewise.';
COMMENT ON COLUMN sas.host.open_findings IS 'Open findings that are on the host, whitelisted ones too. One that is on several hosts counts on each.';
COMMENT ON COLUMN sas.host.open_serious IS 'Of these, those of level serious.';
COMMENT ON COLUMN sas.host.open_suspicious IS 'Of these, those of level suspicious.';
COMMENT ON COLUMN sas.host.open_remind IS 'Of these, those of level remind.';
COMMENT ON COLUMN sas.host.open_other IS 'Of these, those of a level that we do not know, or of none.';
COMMENT ON COLUMN sas.host.files IS 'Malicious files on the host: distinct MD5s.';
COMMENT ON COLUMN sas.host.images IS 'Images that brought them.';
COMMENT ON COLUMN sas.host.pods IS 'Pods in which they are, as far as Security Center names them.';
COMMENT ON COLUMN sas.host.containers IS 'Containers in which they are.';
COMMENT ON COLUMN sas.host.first_opened_at IS 'When the oldest of its open findings was opened, as recorded by us.';
COMMENT ON COLUMN sas.host.latest_scan_at IS 'The latest scan of what is open on the host.';

CREATE VIEW sas.blind_spot AS
SELECT b.account, b.account_id, b.kind, b.repo_region_id, b.repo_instance_id, b.repo_namespace, b.repo_name,
       b.cluster_id, b.cluster_name, b.open_findings, b.latest_scan_at, now() - b.latest_scan_at AS not_scanned_for,
       floor(extract(epoch FROM now() - b.latest_scan_at) / 86400)::integer AS days_not_scanned
FROM (SELECT r.account, r.account_id, 'repository'::text AS kind, r.repo_region_id, r.repo_instance_id,
             r.repo_namespace, r.repo_name, NULL::text COLLATE "C" AS cluster_id, NULL::text AS cluster_name,
             r.open_findings::bigint AS open_findings, r.latest_scan_at
      FROM sas.repository r
      WHERE r.open_findings > 0
      UNION ALL
      SELECT c.account, c.account_id, 'cluster', NULL, NULL, NULL, NULL, c.cluster_id, c.cluster_name,
             c.open_findings, c.latest_scan_at
      FROM sas.cluster c) b;

COMMENT ON VIEW sas.blind_spot IS 'Repositories and clusters with open findings, and how long ago anything in them was last scanned. Not scanned is not clean: what has not been scanned for days may hold more than is known. Ask for not_scanned_for > interval ''7 days''. A place without open findings is not here: Security Center tells nothing of scans that found nothing.';
COMMENT ON COLUMN sas.blind_spot.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.blind_spot.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.blind_spot.kind IS 'repository or cluster.';
COMMENT ON COLUMN sas.blind_spot.repo_region_id IS 'Region of the repository; NULL for a cluster, as are the next three.';
COMMENT ON COLUMN sas.blind_spot.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.blind_spot.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.blind_spot.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.blind_spot.cluster_id IS 'The container cluster; NULL for a repository, as is its name.';
COMMENT ON COLUMN sas.blind_spot.cluster_name IS 'Name of the cluster.';
COMMENT ON COLUMN sas.blind_spot.open_findings IS 'What is open there.';
COMMENT ON COLUMN sas.blind_spot.latest_scan_at IS 'The latest scan of anything there; NULL where none was told.';
COMMENT ON COLUMN sas.blind_spot.not_scanned_for IS 'How long ago that was; NULL where none was told, which is no better.';
COMMENT ON COLUMN sas.blind_spot.days_not_scanned IS 'The same in whole days.';

CREATE VIEW sas.freshness AS
SELECT s.account, s.account_id, s.site, s.source, s.health, s.configured, s.read_at, s.age, s.freshness_limit,
       d.due_at, s.health NOT IN ('not_entitled', 'retired') AND d.due_at <= now() AS is_breached,
       CASE WHEN s.health NOT IN ('not_entitled', 'retired') THEN d.due_at - now() END AS time_left,
       s.proven_at, now() - s.proven_at AS proven_age, s.last_verdict, s.reason
FROM sas.source s
CROSS JOIN LATERAL (SELECT coalesce(s.read_at, s.registered_at) + s.freshness_limit AS due_at) d;

COMMENT ON VIEW sas.freshness IS 'How old what is known of each source is, against how old it may become. Whatever is asked of these views is true as of read_at.';
COMMENT ON COLUMN sas.freshness.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.freshness.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.freshness.site IS 'Data site of Security Center: china or international.';
COMMENT ON COLUMN sas.freshness.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.freshness.health IS 'new, ok, stale, held, refused, not_entitled or retired: see sas.source.';
COMMENT ON COLUMN sas.freshness.configured IS 'True while the settings plan it.';
COMMENT ON COLUMN sas.freshness.read_at IS 'End of the last walk that read everything; NULL before the first.';
COMMENT ON COLUMN sas.freshness.age IS 'Time since read_at.';
COMMENT ON COLUMN sas.freshness.freshness_limit IS 'How old read_at may become.';
COMMENT ON COLUMN sas.freshness.due_at IS 'When the limit is or was reached: read_at, or for a source never read its registration, and the limit.';
COMMENT ON COLUMN sas.freshness.is_breached IS 'True where the limit is exceeded: what is shown of this source may be out of date. Never true of a site that the account does not use, nor of a retired source.';
COMMENT ON COLUMN sas.freshness.time_left IS 'How long until the limit is reached; negative by how much it is exceeded. NULL where none applies.';
COMMENT ON COLUMN sas.freshness.proven_at IS 'When closings were last decided without one left over.';
COMMENT ON COLUMN sas.freshness.proven_age IS 'Time since proven_at.';
COMMENT ON COLUMN sas.freshness.last_verdict IS 'Verdict of the last walk: whole, partial, refused, interrupted.';
COMMENT ON COLUMN sas.freshness.reason IS 'Why it is not ok, in words.';

CREATE VIEW sas.scan_history AS
SELECT a.label AS account, h.account_id, h.finding_key, f.image_key AS image_uuid, f.malicious_md5, h.scan_at,
       h.previous_scan_at, h.seen_at, h.walk_id, h.row_key
FROM (SELECT r.account_id, r.finding_key, r.new_scan_at AS scan_at, r.old_scan_at AS previous_scan_at, r.at AS seen_at,
             r.walk_id, r.row_key
      FROM sasync.rescan r
      UNION ALL
      -- The one that an episode began with: what its first rescan moved from or, without one, what it still is.
      SELECT e.account_id, e.finding_key, b.scan_at, NULL, k.seen_at,
             CASE WHEN k.seen_at IS NOT NULL THEN e.opening_walk END, NULL
      FROM sasync.episode e
      CROSS JOIN LATERAL (SELECT CASE WHEN e.opened_at >= coalesce((SELECT p.before FROM sasync.pruned p
                                                                    WHERE p.what = 'rescan'), '-infinity')
                                      THEN e.opened_at END AS seen_at) k
      CROSS JOIN LATERAL (SELECT coalesce((SELECT r.old_scan_at
                                           FROM sasync.rescan r
                                           WHERE r.account_id = e.account_id AND r.finding_key = e.finding_key
                                             AND r.row_key IS NULL AND r.at >= e.opened_at
                                             AND r.at <= coalesce(e.closed_at, 'infinity')
                                           ORDER BY r.at, r.event_id
                                           LIMIT 1),
                                          (SELECT g.latest_scan_at
                                           FROM sasync.finding g
                                           WHERE g.account_id = e.account_id AND g.finding_key = e.finding_key
                                             AND g.episode = e.episode)) AS scan_at) b
      WHERE b.scan_at IS NOT NULL) h
LEFT JOIN sasync.finding f ON f.account_id = h.account_id AND f.finding_key = h.finding_key
LEFT JOIN sasync.account a ON a.account_id = h.account_id;

COMMENT ON VIEW sas.scan_history IS 'Scans of findings: each LatestScanTimestamp that was seen of a finding, as far back as retention.rescans keeps them. What has no new row is not scanned.';
COMMENT ON COLUMN sas.scan_history.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.scan_history.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.scan_history.finding_key IS 'The finding; joins the views.';
COMMENT ON COLUMN sas.scan_history.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.scan_history.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sas.scan_history.scan_at IS 'When Security Center scanned it: LatestScanTimestamp.';
COMMENT ON COLUMN sas.scan_history.previous_scan_at IS 'The scan before; NULL for the first one of an episode.';
COMMENT ON COLUMN sas.scan_history.seen_at IS 'When we recorded that scan; NULL where it was before what retention.rescans keeps.';
COMMENT ON COLUMN sas.scan_history.walk_id IS 'The walk that saw it; NULL likewise.';
COMMENT ON COLUMN sas.scan_history.row_key IS 'The occurrence, where only it was scanned anew and the finding''s latest scan did not move; else NULL.';

CREATE VIEW sas.remediation AS
SELECT a.label AS account, e.account_id, e.finding_key, e.image_key AS image_uuid, f.malicious_md5, e.episode, e.level,
       CASE WHEN e.level IS NULL THEN 0 ELSE sasync.level_rank(e.level) END AS level_rank, e.opened_at,
       coalesce(e.continued_since, e.opened_at) AS open_since, e.closed_at,
       e.closed_at - coalesce(e.continued_since, e.opened_at) AS duration, e.close_reason,
       e.close_reason = 'absent' AND e.last_status IS DISTINCT FROM 3 AND e.continued_as IS NULL AS is_remediation,
       coalesce(e.last_status = 3, false) AS was_whitelisted,
       (SELECT c.image_key FROM sasync.finding c
        WHERE c.account_id = e.account_id AND c.finding_key = e.continued_as) AS continued_as,
       e.is_initial, e.proof, f.image, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id, e.repo_namespace,
       e.repo_name
FROM sasync.episode e
LEFT JOIN sasync.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
LEFT JOIN sasync.account a ON a.account_id = e.account_id
WHERE e.closed_at IS NOT NULL;

COMMENT ON VIEW sas.remediation IS 'Closed episodes of findings, and how long each lasted. For a mean time to remediate that flatters nobody, average duration over rows with is_remediation.';
COMMENT ON COLUMN sas.remediation.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.remediation.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.remediation.finding_key IS 'The finding; joins the views.';
COMMENT ON COLUMN sas.remediation.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.remediation.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sas.remediation.episode IS 'Number of the episode within the finding, from 1: a finding that came back has several.';
COMMENT ON COLUMN sas.remediation.level IS 'Level at its end.';
COMMENT ON COLUMN sas.remediation.level_rank IS 'Level as a number, worst highest: serious 3, suspicious 2, remind 1, unknown text 4, none 0.';
COMMENT ON COLUMN sas.remediation.opened_at IS 'When we recorded its beginning.';
COMMENT ON COLUMN sas.remediation.open_since IS 'The same or, where the episode carries on one of another image name (see sas.episode.continued_from), when the first of these began.';
COMMENT ON COLUMN sas.remediation.closed_at IS 'When it was closed.';
COMMENT ON COLUMN sas.remediation.duration IS 'From open_since to closed_at. At least that long where is_initial.';
COMMENT ON COLUMN sas.remediation.close_reason IS 'absent (the file is gone), out_of_scope (a filter was changed), source_retired.';
COMMENT ON COLUMN sas.remediation.is_remediation IS 'True where the file was really removed: the API no longer had it, and it was neither whitelisted nor carried on under another image.';
COMMENT ON COLUMN sas.remediation.was_whitelisted IS 'True where it was whitelisted at its end: accepted, not removed.';
COMMENT ON COLUMN sas.remediation.continued_as IS 'The image under which the same file went on, which therefore counts as not removed; else NULL.';
COMMENT ON COLUMN sas.remediation.is_initial IS 'True where it was there before the source was first read to its end, so that its beginning is unknown.';
COMMENT ON COLUMN sas.remediation.proof IS 'What the closing rests on: see sas.proof.';
COMMENT ON COLUMN sas.remediation.image IS 'Name of the image.';
COMMENT ON COLUMN sas.remediation.tag IS 'Tag of the image.';
COMMENT ON COLUMN sas.remediation.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sas.remediation.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.remediation.repo_id IS 'Id of the repository.';
COMMENT ON COLUMN sas.remediation.repo_namespace IS 'Namespace of the repository when it was closed: often the team.';
COMMENT ON COLUMN sas.remediation.repo_name IS 'Name of the repository when it was closed.';

CREATE VIEW sas.proof AS
SELECT a.label AS account, e.account_id, e.finding_key, e.image_key AS image_uuid, f.malicious_md5, e.episode, e.level,
       f.image, f.repo_namespace, f.repo_name, e.opened_at, e.last_seen_at, e.closed_at, e.close_reason, e.proof,
       s.site AS asked_site, CASE WHEN e.proof = 'asked' THEN f.malicious_md5 END AS asked_md5, e.first_request_id,
       e.closing_request_id, e.closing_walk AS walk_id, w.sweep_id, a.label || '/' || s.site || s.suffix AS source,
       w.verdict AS walk_verdict, w.started_at AS walk_started_at, w.ended_at AS walk_ended_at, w.control_request_id,
       w.suspects AS walk_suspects, w.asked AS walk_asked, w.closed AS walk_closed, w.daemon_version
FROM sasync.episode e
LEFT JOIN sasync.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
LEFT JOIN sasync.walk w ON w.account_id = e.account_id AND w.walk_id = e.closing_walk
LEFT JOIN sasync.source s ON s.account_id = w.account_id AND s.source_id = w.source_id
LEFT JOIN sasync.account a ON a.account_id = e.account_id
WHERE e.closed_at IS NOT NULL;

COMMENT ON VIEW sas.proof IS 'What each closing rests on. A row that a walk did not see is only a suspect: Security Center was asked for just that file twice, answered without it twice, and showed by a control question that it answers truly. Give Alibaba Cloud the request ids to have an answer looked up.';
COMMENT ON COLUMN sas.proof.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.proof.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.proof.finding_key IS 'The finding; joins the views.';
COMMENT ON COLUMN sas.proof.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.proof.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sas.proof.episode IS 'Number of the episode within the finding, from 1.';
COMMENT ON COLUMN sas.proof.level IS 'Level at its end.';
COMMENT ON COLUMN sas.proof.image IS 'Name of the image.';
COMMENT ON COLUMN sas.proof.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.proof.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.proof.opened_at IS 'When we recorded its beginning.';
COMMENT ON COLUMN sas.proof.last_seen_at IS 'When it was last known to be there.';
COMMENT ON COLUMN sas.proof.closed_at IS 'When it was closed.';
COMMENT ON COLUMN sas.proof.close_reason IS 'absent, out_of_scope, source_retired. Only absent counts as remediation.';
COMMENT ON COLUMN sas.proof.proof IS 'asked: two answers for just that file lacked it. walks: the site does not honour the question, so three whole walks in a row had to lack it. NULL where nothing was asked: the source was retired.';
COMMENT ON COLUMN sas.proof.asked_site IS 'The site that was read, and asked: china or international.';
COMMENT ON COLUMN sas.proof.asked_md5 IS 'The question: the MaliciousMd5 that was asked for; NULL where proof is not asked.';
COMMENT ON COLUMN sas.proof.first_request_id IS 'RequestId of the first answer that lacked it.';
COMMENT ON COLUMN sas.proof.closing_request_id IS 'RequestId of the second one, which decided.';
COMMENT ON COLUMN sas.proof.walk_id IS 'The walk that closed it: its certificate, whole, is in sas.walk.';
COMMENT ON COLUMN sas.proof.sweep_id IS 'The sweep that the walk was part of.';
COMMENT ON COLUMN sas.proof.source IS 'The source that was walked: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.proof.walk_verdict IS 'Verdict of that walk: whole or partial. A question proves its closing either way.';
COMMENT ON COLUMN sas.proof.walk_started_at IS 'When the walk began.';
COMMENT ON COLUMN sas.proof.walk_ended_at IS 'When it ended.';
COMMENT ON COLUMN sas.proof.control_request_id IS 'RequestId of a control question of that walk, whose answer had the row that it should have.';
COMMENT ON COLUMN sas.proof.walk_suspects IS 'Known occurrences that the walk did not see.';
COMMENT ON COLUMN sas.proof.walk_asked IS 'Of these, those that were asked for.';
COMMENT ON COLUMN sas.proof.walk_closed IS 'Of these, those that were closed.';
COMMENT ON COLUMN sas.proof.daemon_version IS 'Version of sasyncd that did it.';

CREATE VIEW sas.sweep AS
SELECT a.label AS account, w.account_id, w.sweep_id, w.started_at, w.ended_at, w.walks, w.whole, w.findings_opened,
       w.findings_reopened, w.findings_closed, w.findings_changed, w.findings_rescanned, w.left_open, w.held,
       w.sweep_id < u.first_under_way AS is_settled
FROM (SELECT c.account_id, c.sweep_id, min(c.started_at) AS started_at,
             CASE WHEN count(*) = count(c.verdict) THEN max(coalesce(c.ended_at, c.started_at)) END AS ended_at,
             count(*) AS walks, count(*) FILTER (WHERE c.verdict = 'whole') AS whole,
             coalesce(sum(c.findings_opened), 0)::bigint AS findings_opened,
             coalesce(sum(c.findings_reopened), 0)::bigint AS findings_reopened,
             coalesce(sum(c.findings_closed), 0)::bigint AS findings_closed,
             coalesce(sum(c.findings_changed), 0)::bigint AS findings_changed,
             coalesce(sum(c.findings_rescanned), 0)::bigint AS findings_rescanned,
             coalesce(sum(c.left_open), 0)::bigint AS left_open, coalesce(sum(c.held), 0)::bigint AS held
      FROM sasync.walk c
      GROUP BY c.account_id, c.sweep_id) w
LEFT JOIN sasync.account a ON a.account_id = w.account_id
-- A sweep that never ended was cut off, unless its process began no other one and still leads, or began it just now.
CROSS JOIN (SELECT coalesce(min(s.sweep_id), 9223372036854775807) AS first_under_way
            FROM sasync.sweep s
            WHERE s.ended_at IS NULL
              AND NOT EXISTS (SELECT FROM sasync.sweep n WHERE n.holder = s.holder AND n.sweep_id > s.sweep_id)
              AND (s.started_at > now() - interval '10 minutes'
                   OR EXISTS (SELECT FROM sasync.lease l WHERE l.holder = s.holder AND l.expires_at > now()))) u;

COMMENT ON VIEW sas.sweep IS 'Sweeps: rounds over the sources of an account, and what each changed.';
COMMENT ON COLUMN sas.sweep.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.sweep.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.sweep.sweep_id IS 'Number of the sweep; a sweep over several accounts has a row for each.';
COMMENT ON COLUMN sas.sweep.started_at IS 'When its first walk of the account began.';
COMMENT ON COLUMN sas.sweep.ended_at IS 'When its last walk of the account ended; NULL while one is under way.';
COMMENT ON COLUMN sas.sweep.walks IS 'Walks: one for each source that was due.';
COMMENT ON COLUMN sas.sweep.whole IS 'Of these, those that read everything.';
COMMENT ON COLUMN sas.sweep.findings_opened IS 'Findings opened for the first time.';
COMMENT ON COLUMN sas.sweep.findings_reopened IS 'Findings opened again.';
COMMENT ON COLUMN sas.sweep.findings_closed IS 'Findings closed.';
COMMENT ON COLUMN sas.sweep.findings_changed IS 'Other transitions but rescans.';
COMMENT ON COLUMN sas.sweep.findings_rescanned IS 'Rescans.';
COMMENT ON COLUMN sas.sweep.left_open IS 'Occurrences that were missed and about which nothing could be decided yet.';
COMMENT ON COLUMN sas.sweep.held IS 'Occurrences that the fuse holds open until sasyncd release.';
COMMENT ON COLUMN sas.sweep.is_settled IS 'True where neither it nor an earlier sweep of any daemon is under way: nothing will be added to it or before it, so that a reader of sas.changes_since may go on from here.';

CREATE VIEW sas.ocsf_detection_finding AS
SELECT a.label AS account, f.account_id, f.finding_key, 2 AS category_uid, 'Findings'::text AS category_name,
       2004 AS class_uid, 'Detection Finding'::text AS class_name, c.activity_id, c.activity_name,
       200400 + c.activity_id AS type_uid, 'Detection Finding: ' || c.activity_name AS type_name,
       sasync.epoch_ms(CASE WHEN c.activity_id = 3 THEN f.closed_at ELSE f.opened_at END) AS time,
       sasync.epoch_ms(f.first_scan_at) AS start_time, sasync.epoch_ms(f.latest_scan_at) AS end_time,
       v.severity_id, CASE v.severity_id WHEN 4 THEN 'High' WHEN 3 THEN 'Medium' WHEN 2 THEN 'Low' WHEN 0 THEN 'Unknown'
                                         ELSE f.level END AS severity,
       t.status_id, CASE t.status_id WHEN 1 THEN 'New' WHEN 2 THEN 'In Progress' WHEN 3 THEN 'Suppressed'
                                     WHEN 4 THEN 'Resolved' WHEN 5 THEN 'Archived' WHEN 0 THEN 'Unknown'
                                     ELSE sasync.status_name(f.status) END AS status,
       c.activity_id <> 3 AND t.status_id <> 3 AS is_alert,
       'Malicious file ' || lower(f.malicious_md5) || ' in image ' || coalesce(f.image, f.image_key) AS message,
       jsonb_strip_nulls(jsonb_build_object(
           'version', '1.8.0', 'profiles', jsonb_build_array('cloud'), 'uid', f.finding_key || '/' || f.episode,
           'correlation_uid', f.finding_key, 'tenant_uid', f.account_id,
           'log_provider', 'sasyncd', 'log_name', 'DescribeAffectedMaliciousFileImages',
           'logged_time', sasync.epoch_ms(CASE WHEN c.activity_id = 3 THEN f.closed_at ELSE f.opened_at END),
           'product', jsonb_build_object('name', 'Security Center', 'vendor_name', 'Alibaba Cloud', 'lang', 'en')))
           AS metadata,
       jsonb_strip_nulls(jsonb_build_object(
           'uid', f.finding_key, 'title', 'Malicious file in a container image',
           'desc', coalesce(m.name, 'A malicious file') || ' in image ' || coalesce(f.image, f.image_key),
           'types', jsonb_build_array('Malware'), 'data_sources', jsonb_build_array('Alibaba Cloud Security Center'),
           'created_time', sasync.epoch_ms(f.opened_at),
           'modified_time', sasync.epoch_ms(coalesce(f.closed_at, f.opened_at)),
           'first_seen_time', sasync.epoch_ms(f.first_scan_at), 'last_seen_time', sasync.epoch_ms(f.latest_scan_at)))
           AS finding_info,
       jsonb_strip_nulls(jsonb_build_object(
           'provider', 'Alibaba Cloud', 'region', f.repo_region_id,
           'account', jsonb_build_object('uid', f.account_id, 'name', a.label, 'type', 'Alibaba Cloud Account',
                                         'type_id', 99))) AS cloud,
       jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
           'type', 'Container Image', 'uid', f.image_key, 'name', f.image, 'region', f.repo_region_id,
           'version', f.tag,
           'data', jsonb_build_object('digest', f.digest, 'repo_instance_id', f.repo_instance_id, 'repo_id', f.repo_id,
                                      'repo_namespace', f.repo_namespace, 'repo_name', f.repo_name)))) AS resources,
       (SELECT jsonb_agg(p.evidence ORDER BY p.row_key)
        FROM (SELECT o.row_key,
                     jsonb_strip_nulls(jsonb_build_object(
                         'uid', o.row_key,
                         'file', jsonb_build_object(
                             'name', coalesce(nullif(regexp_replace(o.file_path, '^.*/', ''), ''),
                                              lower(f.malicious_md5)),
                             'path', o.file_path, 'type', 'Regular File', 'type_id', 1,
                             'hashes', jsonb_build_array(jsonb_build_object(
                                 'algorithm', 'MD5', 'algorithm_id', 1, 'value', lower(f.malicious_md5)))),
                         'container', CASE WHEN o.container_id IS NOT NULL THEN jsonb_build_object(
                             'uid', o.container_id,
                             'image', jsonb_build_object('uid', f.image_key, 'name', o.image, 'tag', o.tag)) END,
                         'device', CASE WHEN o.host_uuid IS NOT NULL THEN jsonb_build_object(
                             'type_id', 0, 'type', 'Unknown', 'uid', o.host_uuid, 'name', o.instance_name,
                             'ip', coalesce(o.intranet_ip, o.internet_ip)) END,
                         'data', jsonb_build_object('layer', o.layer, 'cluster_id', o.cluster_id,
                                                    'cluster_name', o.cluster_name, 'pod', o.pod,
                                                    'target_type', o.target_type, 'target_id', o.target_id,
                                                    'highlight', o.highlight))) AS evidence
              FROM sasync.occurrence_state s
              JOIN sasync.occurrence o ON o.account_id = s.account_id AND o.site = s.site AND o.row_key = s.row_key
              WHERE s.account_id = f.account_id AND s.finding_key = f.finding_key
                AND (s.gone_walk IS NULL OR f.presence = 'absent' AND s.gone_at >= f.closed_at)
              ORDER BY o.row_key
              LIMIT 100) p) AS evidences,
       jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
           'name', m.name, 'uid', lower(f.malicious_md5), 'provider', 'Alibaba Cloud Security Center',
           'classification_ids', jsonb_build_array(CASE WHEN m.malware_key LIKE 'WEBSHELL%' THEN 20
                                                        WHEN m.malware_key IS NOT NULL THEN 99 ELSE 0 END),
           'classifications', CASE WHEN m.malware_key IS NOT NULL THEN jsonb_build_array(m.malware_key) END)))
           AS malware,
       jsonb_strip_nulls(jsonb_build_object(
           'level', f.level, 'status', f.status, 'presence', f.presence, 'close_reason', f.close_reason,
           'occurrences', f.occurrences, 'episodes', f.episode, 'site', f.site)) AS unmapped
FROM sasync.finding f
LEFT JOIN sasync.malware m ON m.malicious_md5 = lower(f.malicious_md5)
LEFT JOIN sasync.account a ON a.account_id = f.account_id
CROSS JOIN LATERAL (SELECT CASE WHEN f.presence = 'absent' THEN 3 WHEN f.episode > 1 THEN 2 ELSE 1 END AS activity_id,
                           CASE WHEN f.presence = 'absent' THEN 'Close' WHEN f.episode > 1 THEN 'Update'
                                ELSE 'Create' END AS activity_name) c
CROSS JOIN LATERAL (SELECT CASE f.level WHEN 'serious' THEN 4 WHEN 'suspicious' THEN 3 WHEN 'remind' THEN 2
                                        ELSE CASE WHEN f.level IS NULL THEN 0 ELSE 99 END END AS severity_id) v
CROSS JOIN LATERAL (SELECT CASE WHEN f.status = 3 THEN 3
                                WHEN f.presence = 'absent' THEN CASE WHEN f.close_reason = 'absent' THEN 4 ELSE 5 END
                                WHEN f.status = 0 THEN 1 WHEN f.status IN (1, 2) THEN 2
                                WHEN f.status IS NULL THEN 0 ELSE 99 END AS status_id) t;

COMMENT ON VIEW sas.ocsf_detection_finding IS 'Findings as events of the Open Cybersecurity Schema Framework, version 1.8.0, class 2004 Detection Finding, for a SIEM or a data lake: one event a finding, as it is now. to_jsonb of a row, without the first three columns and jsonb_strip_nulls around it, is the event.';
COMMENT ON COLUMN sas.ocsf_detection_finding.account IS 'The account, by its name in the settings. Not part of the event: there it is cloud.account.name.';
COMMENT ON COLUMN sas.ocsf_detection_finding.account_id IS 'The cloud''s id of the account. Not part of the event: there it is cloud.account.uid.';
COMMENT ON COLUMN sas.ocsf_detection_finding.finding_key IS 'The finding; joins the views. Not part of the event: there it is finding_info.uid.';
COMMENT ON COLUMN sas.ocsf_detection_finding.category_uid IS '2: the category Findings.';
COMMENT ON COLUMN sas.ocsf_detection_finding.category_name IS 'Findings.';
COMMENT ON COLUMN sas.ocsf_detection_finding.class_uid IS '2004: the class Detection Finding.';
COMMENT ON COLUMN sas.ocsf_detection_finding.class_name IS 'Detection Finding.';
COMMENT ON COLUMN sas.ocsf_detection_finding.activity_id IS '1 Create: open. 2 Update: open again after it had been closed. 3 Close: closed.';
COMMENT ON COLUMN sas.ocsf_detection_finding.activity_name IS 'Create, Update, Close.';
COMMENT ON COLUMN sas.ocsf_detection_finding.type_uid IS '200400 and activity_id.';
COMMENT ON COLUMN sas.ocsf_detection_finding.type_name IS 'Class and activity in words.';
COMMENT ON COLUMN sas.ocsf_detection_finding.time IS 'When it was opened, or closed: milliseconds since 1970, as are all times of the event.';
COMMENT ON COLUMN sas.ocsf_detection_finding.start_time IS 'First scan that found it.';
COMMENT ON COLUMN sas.ocsf_detection_finding.end_time IS 'Latest scan that found it.';
COMMENT ON COLUMN sas.ocsf_detection_finding.severity_id IS '4 High for level serious, 3 Medium for suspicious, 2 Low for remind, 99 Other for a level that we do not know, 0 Unknown for none.';
COMMENT ON COLUMN sas.ocsf_detection_finding.severity IS 'The same in words; for 99 the level itself.';
COMMENT ON COLUMN sas.ocsf_detection_finding.status_id IS '1 New: unhandled. 2 In Progress: handled or verifying, and still there. 3 Suppressed: whitelisted. 4 Resolved: gone. 5 Archived: out of our view (a filter was changed, or the source retired). 99 Other, 0 Unknown.';
COMMENT ON COLUMN sas.ocsf_detection_finding.status IS 'The same in words; for 99 the status of Security Center.';
COMMENT ON COLUMN sas.ocsf_detection_finding.is_alert IS 'True while it is open and not whitelisted.';
COMMENT ON COLUMN sas.ocsf_detection_finding.message IS 'What it is, in one line.';
COMMENT ON COLUMN sas.ocsf_detection_finding.metadata IS 'Version of the schema, product (Security Center), and ids: uid is of this episode, correlation_uid of the finding.';
COMMENT ON COLUMN sas.ocsf_detection_finding.finding_info IS 'Id, title, description and times of the finding.';
COMMENT ON COLUMN sas.ocsf_detection_finding.cloud IS 'Alibaba Cloud, the account, and the region of the repository (profile cloud).';
COMMENT ON COLUMN sas.ocsf_detection_finding.resources IS 'The image, and its repository in data.';
COMMENT ON COLUMN sas.ocsf_detection_finding.evidences IS 'Where the file is, or was last: file, container, host (device), and in data layer, cluster, pod and target; at most 100.';
COMMENT ON COLUMN sas.ocsf_detection_finding.malware IS 'Name and type of the malware, where known, and its MD5.';
COMMENT ON COLUMN sas.ocsf_detection_finding.unmapped IS 'What Security Center and we know beyond the schema: level, status, presence, reason of the closing, counts, site.';

CREATE FUNCTION sas.changes_since(sweep bigint)
    RETURNS TABLE (account text, account_id text, sweep_id bigint, event_id bigint, at timestamptz, kind text,
                   finding_key uuid, image_uuid text, malicious_md5 text, old_value text, new_value text, reason text,
                   walk_id bigint, source text, row_key uuid, request_id text, first_request_id text,
                   is_settled boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
SELECT v.account, v.account_id, w.sweep_id, v.event_id, v.at, v.kind, v.finding_key, v.image_uuid, v.malicious_md5,
       v.old_value, v.new_value, v.reason, v.walk_id, v.source, v.row_key, v.request_id, v.first_request_id,
       w.sweep_id <= coalesce((SELECT max(p.sweep_id) FROM sas.sweep p WHERE p.is_settled), 0)
FROM sas.walk w
-- Not by account too, though it is the same: PostgreSQL would look up all events of an account, once a walk.
JOIN sas.event v ON v.walk_id = w.walk_id
WHERE w.sweep_id > changes_since.sweep
  -- Events are found by time; an hour, in case that the clock was set back meanwhile.
  AND v.at >= (SELECT min(m.started_at) - interval '1 hour' FROM sas.walk m WHERE m.sweep_id > changes_since.sweep)
ORDER BY w.sweep_id, v.at, v.event_id
$$;
COMMENT ON FUNCTION sas.changes_since(bigint) IS 'All transitions that later sweeps than this one recorded, in their order: SELECT * FROM sas.changes_since(4711). Remember the greatest sweep_id whose rows are settled (is_settled) and ask from there the next time: so nothing is missed, however long the gap, as far back as retention.events and retention.rescans reach. Until they are settled, rows of a sweep may come again: event_id tells them apart. The columns are those of sas.event, sweep_id, and is_settled of sas.sweep.';

CREATE FUNCTION sas.finding_as_of(moment timestamptz)
    RETURNS TABLE (account text, account_id text, finding_key uuid, image_uuid text, malicious_md5 text, presence text,
                   level text, level_rank integer, status integer, status_name text, opened_at timestamptz,
                   closed_at timestamptz, close_reason text, episode integer, malware_name text, image text,
                   digest text, tag text, repo_region_id text, repo_instance_id text, repo_id text,
                   repo_namespace text, repo_name text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
SELECT x.account, x.account_id, x.finding_key, x.image_uuid, x.malicious_md5,
       CASE WHEN x.closed_at <= finding_as_of.moment THEN 'absent' ELSE 'present' END,
       CASE WHEN k.has_old_level THEN c.level ELSE x.level END,
       CASE WHEN NOT k.has_old_level THEN x.level_rank WHEN c.level IS NULL THEN 0
            ELSE CASE c.level WHEN 'serious' THEN 3 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 1 ELSE 4 END END,
       CASE WHEN NOT k.has_old_status THEN x.status
            ELSE CASE c.status_name WHEN 'unhandled' THEN 0 WHEN 'handled' THEN 1 WHEN 'verifying' THEN 2
                                    WHEN 'whitelisted' THEN 3
                                    ELSE substring(c.status_name FROM '-?[0-9]+')::integer END END,
       CASE WHEN k.has_old_status THEN c.status_name ELSE x.status_name END,
       x.opened_at, CASE WHEN x.closed_at <= finding_as_of.moment THEN x.closed_at END,
       CASE WHEN x.closed_at <= finding_as_of.moment THEN x.close_reason END, x.episode,
       x.malware_name, x.image, x.digest, x.tag, x.repo_region_id, x.repo_instance_id, x.repo_id, x.repo_namespace,
       x.repo_name
FROM (-- Where the last episode had begun by then, the finding tells it.
      SELECT f.account, f.account_id, f.finding_key, f.image_uuid, f.malicious_md5, f.level, f.level_rank, f.status,
             f.status_name, f.opened_at, f.closed_at, f.close_reason, f.episodes AS episode, f.malware_name, f.image,
             f.digest, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id, f.repo_namespace, f.repo_name
      FROM sas.finding f
      WHERE f.opened_at <= finding_as_of.moment
      UNION ALL
      -- Else the episode before the one that began next, as it stood at its end.
      SELECT e.account, e.account_id, e.finding_key, e.image_uuid, f.malicious_md5, e.level,
             CASE e.level WHEN 'serious' THEN 3 WHEN 'suspicious' THEN 2 WHEN 'remind' THEN 1
                          ELSE CASE WHEN e.level IS NULL THEN 0 ELSE 4 END END,
             e.last_status, e.last_status_name, e.opened_at, e.closed_at, e.close_reason, e.episode, f.malware_name,
             f.image, f.digest, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id, f.repo_namespace, f.repo_name
      FROM sas.episode n
      JOIN sas.episode e
           ON e.account_id = n.account_id AND e.finding_key = n.finding_key AND e.episode = n.episode - 1
      LEFT JOIN sas.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
      WHERE n.episode > 1 AND n.opened_at > finding_as_of.moment AND e.opened_at <= finding_as_of.moment) x
-- But for what changed since: the first change after that moment tells what it changed from.
LEFT JOIN (SELECT d.account_id, d.finding_key,
                  max(d.at) FILTER (WHERE d.kind = 'level_changed') AS level_at,
                  max(d.old_value) FILTER (WHERE d.kind = 'level_changed') AS level,
                  max(d.at) FILTER (WHERE d.kind = 'status_changed') AS status_at,
                  max(d.old_value) FILTER (WHERE d.kind = 'status_changed') AS status_name
           FROM (SELECT DISTINCT ON (v.account_id, v.finding_key, v.kind)
                        v.account_id, v.finding_key, v.kind, v.at, v.old_value
                 FROM sas.event v
                 WHERE v.kind IN ('level_changed', 'status_changed') AND v.row_key IS NULL
                   AND v.at > finding_as_of.moment
                 ORDER BY v.account_id, v.finding_key, v.kind, v.at, v.event_id) d
           GROUP BY d.account_id, d.finding_key) c ON c.account_id = x.account_id AND c.finding_key = x.finding_key
CROSS JOIN LATERAL (SELECT (c.level_at <= coalesce(x.closed_at, 'infinity')) IS TRUE AS has_old_level,
                           (c.status_at <= coalesce(x.closed_at, 'infinity')) IS TRUE AS has_old_status) k
$$;
COMMENT ON FUNCTION sas.finding_as_of(timestamptz) IS 'Findings as they were at that moment: SELECT * FROM sas.finding_as_of(''2026-03-31 23:59:59Z'') WHERE presence = ''present''. A row is a finding that had been opened by then, with the presence, level, status and times that it had then; name, tag and repository are those of now. Levels and statuses are right as far back as retention.events keeps events, presence for ever.';

SELECT sasync.grant_to_roles();
INSERT INTO sasync.schema_migration (version, name) VALUES (4, 'history_and_places');
