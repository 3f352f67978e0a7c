-- The views of analysts: the contract. Columns are only ever added, at the end.
--
-- Accounts are joined from the left, so that PostgreSQL leaves the join out where a query does not need it; what few
-- queries ask for is a subquery in its column, which costs nothing where it is not asked for, and does not keep
-- PostgreSQL from reading an index alone. All views can be joined by (account_id, finding_key).

CREATE VIEW sas.source AS
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
       nullif(concat_ws('; ', b.names_fault, b.subscription_fault), '') AS not_told
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

COMMENT ON VIEW sas.source IS 'What is walked and judged as one (account, site and filter), and how it is now.';
COMMENT ON COLUMN sas.source.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.source.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.source.site IS 'Data site of Security Center: china or international.';
COMMENT ON COLUMN sas.source.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.source.configured IS 'True while the settings plan it.';
COMMENT ON COLUMN sas.source.health IS 'new (not read yet), ok, stale (not read in time, or no longer read at all), held (the fuse holds closings back), refused (no permission or licence), not_entitled (the account does not use this site), retired.';
COMMENT ON COLUMN sas.source.read_at IS 'End of the last whole walk: the data is at least as new as this.';
COMMENT ON COLUMN sas.source.proven_at IS 'When closings were last decided without one left over.';
COMMENT ON COLUMN sas.source.age IS 'Time since read_at.';
COMMENT ON COLUMN sas.source.fresh IS 'True where the last whole walk is younger than the limit.';
COMMENT ON COLUMN sas.source.last_verdict IS 'Verdict of the last walk: whole, partial, refused, interrupted.';
COMMENT ON COLUMN sas.source.open_findings IS 'Findings present now. One that several sources show counts at the first.';
COMMENT ON COLUMN sas.source.held IS 'Occurrences that the fuse holds open until sasyncd release.';
COMMENT ON COLUMN sas.source.reason IS 'Why it is not ok, in words.';
COMMENT ON COLUMN sas.source.source_id IS 'Our number of the source.';
COMMENT ON COLUMN sas.source.filter IS 'What the operator narrowed it to; NULL without a filter.';
COMMENT ON COLUMN sas.source.freshness_limit IS 'How old read_at may become.';
COMMENT ON COLUMN sas.source.last_walk_id IS 'The last walk that ended.';
COMMENT ON COLUMN sas.source.registered_at IS 'Since when the settings plan it.';
COMMENT ON COLUMN sas.source.retired_at IS 'When an operator retired it.';
COMMENT ON COLUMN sas.source.edition IS 'Edition of Security Center that the account has at this site; NULL where it is not told.';
COMMENT ON COLUMN sas.source.image_scans_total IS 'Image scans that the account bought; 0: nothing is scanned, so nothing can be found. NULL where it is not told.';
COMMENT ON COLUMN sas.source.image_scans_left IS 'Of these, those that are not used up.';
COMMENT ON COLUMN sas.source.names_at IS 'When the names of malware were last read from the site.';
COMMENT ON COLUMN sas.source.not_told IS 'What the site did not tell last time of names, edition and scan quota, why, and what to allow. Findings do not depend on it.';

CREATE VIEW sas.finding AS
SELECT a.label AS account, f.account_id, f.finding_key, f.image_key AS image_uuid, f.is_derived AS image_uuid_derived,
       f.malicious_md5,
       (SELECT m.name FROM sasync.malware m WHERE m.malicious_md5 = lower(f.malicious_md5)) AS malware_name,
       f.level, CASE WHEN f.level IS NULL THEN 0 ELSE sasync.level_rank(f.level) END AS level_rank,
       f.status, sasync.status_name(f.status) AS status_name, f.presence,
       NOT EXISTS (SELECT FROM sasync.source s
                   WHERE s.account_id = f.account_id
                     AND (s.source_id = f.source_id OR s.source_id = ANY (f.other_sources))
                     AND (s.read_at > now() - s.freshness_limit) IS NOT TRUE) AS is_current,
       f.first_scan_at, f.latest_scan_at, f.latest_verify_at, f.opened_at, f.closed_at, f.close_reason,
       f.episode AS episodes, f.occurrences, f.image, f.digest, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id,
       f.repo_name, f.repo_namespace,
       (SELECT CASE WHEN count(*) = count(s.read_at) THEN min(s.read_at) END
        FROM sasync.source s
        WHERE s.account_id = f.account_id
          AND (s.source_id = f.source_id OR s.source_id = ANY (f.other_sources))) AS last_read_at,
       f.site,
       (SELECT a.label || '/' || s.site || s.suffix
        FROM sasync.source s
        WHERE s.account_id = f.account_id AND s.source_id = f.source_id) AS source,
       f.opened_walk
FROM sasync.finding f
LEFT JOIN sasync.account a ON a.account_id = f.account_id;

COMMENT ON VIEW sas.finding IS 'Findings: one malicious file in one image, present or not.';
COMMENT ON COLUMN sas.finding.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.finding.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.finding.finding_key IS 'Our key of the finding; joins the views.';
COMMENT ON COLUMN sas.finding.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.finding.image_uuid_derived IS 'True where the rows have no ImageUuid, so that something else stands for the image.';
COMMENT ON COLUMN sas.finding.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sas.finding.malware_name IS 'What Security Center calls the file, where known.';
COMMENT ON COLUMN sas.finding.level IS 'Worst level of the present occurrences: serious, suspicious, remind. Frozen when the last one goes.';
COMMENT ON COLUMN sas.finding.level_rank IS 'Level as a number, worst highest: serious 3, suspicious 2, remind 1, unknown text 4, none 0.';
COMMENT ON COLUMN sas.finding.status IS 'Least handled status of the present occurrences, as a number: 0 to 3. Frozen when the last one goes.';
COMMENT ON COLUMN sas.finding.status_name IS 'Status in words: unhandled, handled, verifying, whitelisted, unknown (N).';
COMMENT ON COLUMN sas.finding.presence IS 'present while at least one occurrence is, else absent. Absent is what we asked for; it does not follow from a status.';
COMMENT ON COLUMN sas.finding.is_current IS 'True where all sources that show it are fresh.';
COMMENT ON COLUMN sas.finding.first_scan_at IS 'Earliest first scan of its occurrences.';
COMMENT ON COLUMN sas.finding.latest_scan_at IS 'Latest scan of its occurrences.';
COMMENT ON COLUMN sas.finding.latest_verify_at IS 'Latest verification of its occurrences.';
COMMENT ON COLUMN sas.finding.opened_at IS 'Beginning of the current or last episode, as recorded by us.';
COMMENT ON COLUMN sas.finding.closed_at IS 'End of the last episode; NULL while present.';
COMMENT ON COLUMN sas.finding.close_reason IS 'Why it was closed: absent, out_of_scope, source_retired. Only absent counts as remediation.';
COMMENT ON COLUMN sas.finding.episodes IS 'How often it was present so far.';
COMMENT ON COLUMN sas.finding.occurrences IS 'Present occurrences.';
COMMENT ON COLUMN sas.finding.image IS 'Name of the image.';
COMMENT ON COLUMN sas.finding.digest IS 'Digest of the image.';
COMMENT ON COLUMN sas.finding.tag IS 'Tag of the image.';
COMMENT ON COLUMN sas.finding.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sas.finding.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.finding.repo_id IS 'Id of the repository.';
COMMENT ON COLUMN sas.finding.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.finding.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.finding.last_read_at IS 'When its sources were last read to the end.';
COMMENT ON COLUMN sas.finding.site IS 'Site that shows it.';
COMMENT ON COLUMN sas.finding.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.finding.opened_walk IS 'The walk that opened the current or last episode.';

CREATE VIEW sas.occurrence AS
SELECT a.label AS account, t.account_id, t.site, a.label || '/' || s.site || s.suffix AS source, t.finding_key,
       f.image_key AS image_uuid, f.malicious_md5,
       CASE WHEN t.gone_walk IS NULL THEN 'present' ELSE 'absent' END AS presence,
       t.event_id, t.level, t.status, sasync.status_name(t.status) AS status_name,
       o.file_path, o.layer, o.digest, o.image, o.tag, o.repo_region_id, o.repo_instance_id, o.repo_id, o.repo_name,
       o.repo_namespace, o.cluster_id, o.cluster_name, o.pod, o.container_id, o.instance_name, o.internet_ip,
       o.intranet_ip, o.host_uuid, o.target_type, o.target_id, o.target_name, o.highlight, o.extra,
       t.first_scan_at, t.latest_scan_at, t.latest_verify_at, t.appeared_at, t.gone_at, t.gone_reason, t.row_key,
       o.malicious_md5 AS malicious_md5_as_given
FROM sasync.occurrence_state t
JOIN sasync.occurrence o ON o.account_id = t.account_id AND o.site = t.site AND o.row_key = t.row_key
LEFT JOIN sasync.finding f ON f.account_id = t.account_id AND f.finding_key = t.finding_key
LEFT JOIN sasync.account a ON a.account_id = t.account_id
LEFT JOIN sasync.source s ON s.account_id = t.account_id AND s.source_id = t.source_id;

COMMENT ON VIEW sas.occurrence IS 'Occurrences: where a malicious file was seen (image, layer and path, or container, or host).';
COMMENT ON COLUMN sas.occurrence.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.occurrence.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.occurrence.site IS 'Data site of Security Center.';
COMMENT ON COLUMN sas.occurrence.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.occurrence.finding_key IS 'The finding that it belongs to; joins the views.';
COMMENT ON COLUMN sas.occurrence.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.occurrence.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sas.occurrence.presence IS 'present or absent.';
COMMENT ON COLUMN sas.occurrence.event_id IS 'Id: Security Center''s number of the row, where it gave one.';
COMMENT ON COLUMN sas.occurrence.level IS 'serious, suspicious, remind.';
COMMENT ON COLUMN sas.occurrence.status IS 'Status as a number: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted.';
COMMENT ON COLUMN sas.occurrence.status_name IS 'Status in words.';
COMMENT ON COLUMN sas.occurrence.file_path IS 'Path of the file.';
COMMENT ON COLUMN sas.occurrence.layer IS 'Digest of the layer that holds the file.';
COMMENT ON COLUMN sas.occurrence.digest IS 'Digest of the image.';
COMMENT ON COLUMN sas.occurrence.image IS 'Name of the image.';
COMMENT ON COLUMN sas.occurrence.tag IS 'Tag of the image.';
COMMENT ON COLUMN sas.occurrence.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sas.occurrence.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.occurrence.repo_id IS 'Id of the repository.';
COMMENT ON COLUMN sas.occurrence.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.occurrence.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.occurrence.cluster_id IS 'The container cluster.';
COMMENT ON COLUMN sas.occurrence.cluster_name IS 'Its name.';
COMMENT ON COLUMN sas.occurrence.pod IS 'Pod in which the container runs.';
COMMENT ON COLUMN sas.occurrence.container_id IS 'The container.';
COMMENT ON COLUMN sas.occurrence.instance_name IS 'Name of the host.';
COMMENT ON COLUMN sas.occurrence.internet_ip IS 'Public address of the host.';
COMMENT ON COLUMN sas.occurrence.intranet_ip IS 'Private address of the host.';
COMMENT ON COLUMN sas.occurrence.host_uuid IS 'The host, by Security Center''s id.';
COMMENT ON COLUMN sas.occurrence.target_type IS 'Kind of the scanned target.';
COMMENT ON COLUMN sas.occurrence.target_id IS 'Id of the scanned target.';
COMMENT ON COLUMN sas.occurrence.target_name IS 'Name of the scanned target.';
COMMENT ON COLUMN sas.occurrence.highlight IS 'What Security Center marks in the finding.';
COMMENT ON COLUMN sas.occurrence.extra IS 'Fields that this version of sasyncd does not know, as they came.';
COMMENT ON COLUMN sas.occurrence.first_scan_at IS 'First scan.';
COMMENT ON COLUMN sas.occurrence.latest_scan_at IS 'Latest scan.';
COMMENT ON COLUMN sas.occurrence.latest_verify_at IS 'Latest verification.';
COMMENT ON COLUMN sas.occurrence.appeared_at IS 'When we recorded it, or recorded it again after it had gone.';
COMMENT ON COLUMN sas.occurrence.gone_at IS 'When it was found to be gone; NULL while present.';
COMMENT ON COLUMN sas.occurrence.gone_reason IS 'Why it is gone: absent, out_of_scope, source_retired.';
COMMENT ON COLUMN sas.occurrence.row_key IS 'Our key of the occurrence.';
COMMENT ON COLUMN sas.occurrence.malicious_md5_as_given IS 'MD5 as this very row spelled it.';

CREATE VIEW sas.event AS
SELECT e.event_id, a.label AS account, e.account_id, e.finding_key, f.image_key AS image_uuid, f.malicious_md5, e.kind,
       e.at, e.old_value, e.new_value, e.reason, e.walk_id, e.request_id, e.first_request_id,
       a.label || '/' || s.site || s.suffix AS source, e.row_key
FROM (SELECT t.event_id, t.account_id, t.finding_key, t.kind, t.at, t.old_value, t.new_value, t.reason, t.walk_id,
             t.request_id, t.first_request_id, t.source_id, t.row_key
      FROM sasync.event t
      UNION ALL
      SELECT r.event_id, r.account_id, r.finding_key, 'rescanned'::text COLLATE "C", r.at, sasync.iso(r.old_scan_at),
             sasync.iso(r.new_scan_at), NULL::text COLLATE "C", r.walk_id, NULL::text COLLATE "C",
             NULL::text COLLATE "C", r.source_id, r.row_key
      FROM sasync.rescan r) e
LEFT JOIN sasync.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
LEFT JOIN sasync.account a ON a.account_id = e.account_id
LEFT JOIN sasync.source s ON s.account_id = e.account_id AND s.source_id = e.source_id;

COMMENT ON VIEW sas.event IS 'Transitions of findings and occurrences, the oldest first by event_id.';
COMMENT ON COLUMN sas.event.event_id IS 'Number of the event.';
COMMENT ON COLUMN sas.event.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.event.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.event.finding_key IS 'The finding; joins the views.';
COMMENT ON COLUMN sas.event.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.event.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sas.event.kind IS 'opened, reopened, closed, rekeyed, level_changed, status_changed, rescanned, scan_regressed, moved, occurrence_added, occurrence_gone.';
COMMENT ON COLUMN sas.event.at IS 'When we recorded it.';
COMMENT ON COLUMN sas.event.old_value IS 'Value before: a level, a status, a time, or JSON of the fields that moved.';
COMMENT ON COLUMN sas.event.new_value IS 'Value after.';
COMMENT ON COLUMN sas.event.reason IS 'initial for openings that were there before the source was first read to its end; absent, out_of_scope, source_retired for closings.';
COMMENT ON COLUMN sas.event.walk_id IS 'The walk that saw it.';
COMMENT ON COLUMN sas.event.request_id IS 'RequestId of the answer that decided, for closings.';
COMMENT ON COLUMN sas.event.first_request_id IS 'RequestId of the first answer that lacked it, for closings.';
COMMENT ON COLUMN sas.event.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.event.row_key IS 'The occurrence, where the event is of one occurrence and not of the finding.';

CREATE VIEW sas.episode AS
SELECT a.label AS account, e.account_id, e.finding_key, e.image_key AS image_uuid, f.malicious_md5, e.episode,
       e.opened_at,
       CASE WHEN e.closed_at IS NOT NULL THEN e.last_seen_at
            ELSE greatest(e.opened_at,
                          (SELECT CASE WHEN count(*) = count(h.row_key) THEN max(h.last_seen_at)
                                       ELSE (SELECT s.read_at
                                             FROM sasync.source s
                                             WHERE s.account_id = f.account_id AND s.source_id = f.source_id) END
                           FROM sasync.occurrence_state t
                           LEFT JOIN sasync.suspect h
                                ON h.account_id = t.account_id AND h.site = t.site AND h.row_key = t.row_key
                           WHERE t.account_id = e.account_id AND t.finding_key = e.finding_key
                             AND t.gone_walk IS NULL)) END AS last_seen_at,
       e.closed_at, e.close_reason, e.closing_walk, e.closing_request_id, e.proof,
       (SELECT c.image_key
        FROM sasync.finding c
        WHERE c.account_id = e.account_id AND c.finding_key = e.continued_from) AS continued_from,
       e.first_request_id, e.is_initial, e.opening_walk, e.level
FROM sasync.episode e
LEFT JOIN sasync.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
LEFT JOIN sasync.account a ON a.account_id = e.account_id;

COMMENT ON VIEW sas.episode IS 'Intervals in which a finding was present.';
COMMENT ON COLUMN sas.episode.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.episode.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.episode.finding_key IS 'The finding; joins the views.';
COMMENT ON COLUMN sas.episode.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.episode.malicious_md5 IS 'MD5 of the malicious file.';
COMMENT ON COLUMN sas.episode.episode IS 'Number within the finding, from 1.';
COMMENT ON COLUMN sas.episode.opened_at IS 'When we recorded its beginning.';
COMMENT ON COLUMN sas.episode.last_seen_at IS 'When it was last known to be there: the end of the last whole walk, or of the one before it was first missed, held or not; its beginning, where there was none since.';
COMMENT ON COLUMN sas.episode.closed_at IS 'When it was closed; NULL while open.';
COMMENT ON COLUMN sas.episode.close_reason IS 'absent, out_of_scope, source_retired. Only absent counts as remediation.';
COMMENT ON COLUMN sas.episode.closing_walk IS 'The walk that closed it.';
COMMENT ON COLUMN sas.episode.closing_request_id IS 'RequestId of the answer that decided.';
COMMENT ON COLUMN sas.episode.proof IS 'What the closing rests on: asked (two answers for just that file lacked it) or walks; NULL while open.';
COMMENT ON COLUMN sas.episode.continued_from IS 'Image of the finding that this one carries on (same file, same digest, target or image name).';
COMMENT ON COLUMN sas.episode.first_request_id IS 'RequestId of the first answer that lacked it.';
COMMENT ON COLUMN sas.episode.is_initial IS 'True where it was there before the source was first read to its end, so that its beginning is unknown.';
COMMENT ON COLUMN sas.episode.opening_walk IS 'The walk that opened it.';
COMMENT ON COLUMN sas.episode.level IS 'Level at its beginning while open, at its end once closed.';

CREATE VIEW sas.walk AS
SELECT w.walk_id, w.sweep_id, a.label AS account, w.account_id, s.site, a.label || '/' || s.site || s.suffix AS source,
       w.daemon_version, w.started_at, w.ended_at, w.verdict, w.reason, w.page_size_asked, w.page_size_served, w.pages,
       w.requests, w.retries, w.total_first, w.total_last, w.total_changes, w.rows, w.keys, w.keys_twice, w.folded,
       w.quarantined, w.regions, w.suspects, w.asked, w.closed, w.left_open, w.held, w.control_request_id,
       w.first_request_id, w.last_request_id, w.keys_digest, w.notes, w.findings_opened, w.findings_reopened,
       w.findings_closed, w.findings_changed, w.findings_rescanned, w.rows_written, w.listed_files, w.listed_images,
       w.listed_unseen, w.listed_beyond
FROM sasync.walk w
LEFT JOIN sasync.account a ON a.account_id = w.account_id
LEFT JOIN sasync.source s ON s.account_id = w.account_id AND s.source_id = w.source_id;

COMMENT ON VIEW sas.walk IS 'Certificates: what each walk over the pages of a source read, and what that proves.';
COMMENT ON COLUMN sas.walk.walk_id IS 'Number of the walk.';
COMMENT ON COLUMN sas.walk.sweep_id IS 'The sweep that it was part of.';
COMMENT ON COLUMN sas.walk.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.walk.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.walk.site IS 'Data site of Security Center.';
COMMENT ON COLUMN sas.walk.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.walk.daemon_version IS 'Version of sasyncd.';
COMMENT ON COLUMN sas.walk.started_at IS 'When it began.';
COMMENT ON COLUMN sas.walk.ended_at IS 'When it ended.';
COMMENT ON COLUMN sas.walk.verdict IS 'whole, partial, refused, interrupted; NULL while under way.';
COMMENT ON COLUMN sas.walk.reason IS 'Why it is not whole.';
COMMENT ON COLUMN sas.walk.page_size_asked IS 'Rows asked for a page.';
COMMENT ON COLUMN sas.walk.page_size_served IS 'The most rows that one page brought.';
COMMENT ON COLUMN sas.walk.pages IS 'Pages read.';
COMMENT ON COLUMN sas.walk.requests IS 'Attempts made: pages, probes, questions, controls, retries.';
COMMENT ON COLUMN sas.walk.retries IS 'Of these, repeated ones.';
COMMENT ON COLUMN sas.walk.total_first IS 'TotalCount of the first page.';
COMMENT ON COLUMN sas.walk.total_last IS 'TotalCount of the last page.';
COMMENT ON COLUMN sas.walk.total_changes IS 'How often TotalCount changed from page to page.';
COMMENT ON COLUMN sas.walk.rows IS 'Rows read.';
COMMENT ON COLUMN sas.walk.keys IS 'Distinct occurrences among them.';
COMMENT ON COLUMN sas.walk.keys_twice IS 'Occurrences met on more than one page: the list moved meanwhile.';
COMMENT ON COLUMN sas.walk.folded IS 'Rows that shared a key with another one and differed from it.';
COMMENT ON COLUMN sas.walk.quarantined IS 'Rows that could not be stored.';
COMMENT ON COLUMN sas.walk.regions IS 'By RepoRegionId: rows seen by the walk, and reported by the region when asked.';
COMMENT ON COLUMN sas.walk.suspects IS 'Known occurrences that it did not see.';
COMMENT ON COLUMN sas.walk.asked IS 'Suspects that were asked for.';
COMMENT ON COLUMN sas.walk.closed IS 'Occurrences closed.';
COMMENT ON COLUMN sas.walk.left_open IS 'Suspects about which nothing could be decided.';
COMMENT ON COLUMN sas.walk.held IS 'Suspects held back by the fuse.';
COMMENT ON COLUMN sas.walk.control_request_id IS 'RequestId of a control question that showed that the site answers truly.';
COMMENT ON COLUMN sas.walk.first_request_id IS 'RequestId of the first page.';
COMMENT ON COLUMN sas.walk.last_request_id IS 'RequestId of the last page.';
COMMENT ON COLUMN sas.walk.keys_digest IS 'Digest of the occurrences seen: two walks with equal digests saw the same.';
COMMENT ON COLUMN sas.walk.notes IS 'Slices walked, splitting, filters not honoured.';
COMMENT ON COLUMN sas.walk.findings_opened IS 'Findings opened for the first time.';
COMMENT ON COLUMN sas.walk.findings_reopened IS 'Findings opened again.';
COMMENT ON COLUMN sas.walk.findings_closed IS 'Findings closed.';
COMMENT ON COLUMN sas.walk.findings_changed IS 'Other transitions but rescans.';
COMMENT ON COLUMN sas.walk.findings_rescanned IS 'Rescans.';
COMMENT ON COLUMN sas.walk.rows_written IS 'Occurrences written.';
COMMENT ON COLUMN sas.walk.listed_files IS 'A second witness: malicious files that DescribeGroupedMaliciousFiles listed after this walk; NULL where it was not read then.';
COMMENT ON COLUMN sas.walk.listed_images IS 'The images that it counted, summed over these files.';
COMMENT ON COLUMN sas.walk.listed_unseen IS 'Of these files, those of which no finding was present; NULL where the walk was not whole or narrowed by a filter.';
COMMENT ON COLUMN sas.walk.listed_beyond IS 'Images that it counted beyond those of present findings of the same file, summed; NULL likewise.';

CREATE VIEW sas.region AS
SELECT a.label AS account, s.account_id, s.site, a.label || '/' || s.site || s.suffix AS source,
       r.key COLLATE "C" AS repo_region_id, (r.value ->> 'reported')::bigint AS reported,
       (r.value ->> 'seen')::bigint AS seen, w.ended_at AS asked_at,
       (SELECT count(*) FROM sasync.finding f
        WHERE f.account_id = s.account_id AND f.source_id = s.source_id AND f.repo_region_id = r.key
          AND f.presence = 'present') AS open_findings
FROM sasync.source s
JOIN sasync.account a ON a.account_id = s.account_id
JOIN sasync.walk w ON w.account_id = s.account_id AND w.walk_id = s.last_walk
CROSS JOIN LATERAL jsonb_each(w.regions) r(key, value);

COMMENT ON VIEW sas.region IS 'Regions of repositories, as the last walk of their site left them.';
COMMENT ON COLUMN sas.region.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.region.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.region.site IS 'Data site of Security Center.';
COMMENT ON COLUMN sas.region.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.region.repo_region_id IS 'Region of the repositories.';
COMMENT ON COLUMN sas.region.reported IS 'Rows that the region reported when asked.';
COMMENT ON COLUMN sas.region.seen IS 'Rows of the region that the walk saw.';
COMMENT ON COLUMN sas.region.asked_at IS 'When that was.';
COMMENT ON COLUMN sas.region.open_findings IS 'Findings of the region present now.';

CREATE VIEW sas.quarantine AS
SELECT a.label AS account, q.account_id, a.label || '/' || s.site || s.suffix AS source, q.reason, q.first_at, q.gone_at,
       lpad(to_hex(q.digest), 16, '0') AS id, q.payload
FROM sasync.quarantine q
LEFT JOIN sasync.account a ON a.account_id = q.account_id
LEFT JOIN sasync.source s ON s.account_id = q.account_id AND s.source_id = q.source_id;

COMMENT ON VIEW sas.quarantine IS 'Rows of the API that could not be stored as they are.';
COMMENT ON COLUMN sas.quarantine.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.quarantine.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.quarantine.source IS 'The source: account/site, with # and a short digest where a filter narrows it.';
COMMENT ON COLUMN sas.quarantine.reason IS 'What is wrong with it.';
COMMENT ON COLUMN sas.quarantine.first_at IS 'When it first came.';
COMMENT ON COLUMN sas.quarantine.gone_at IS 'When a whole walk no longer brought it; NULL while it does.';
COMMENT ON COLUMN sas.quarantine.id IS 'What sasyncd quarantine show takes; the same for the same payload.';
COMMENT ON COLUMN sas.quarantine.payload IS 'The row as it came, with secrets and signed links cut.';

CREATE VIEW sas.daily AS
SELECT a.label AS account, d.account_id, d.day, nullif(d.level, '') AS level,
       nullif(d.repo_instance_id, '') AS repo_instance_id, nullif(d.repo_namespace, '') AS repo_namespace,
       nullif(d.repo_name, '') AS repo_name, d.opened, d.initial, d.reopened, d.closed, d.out_of_scope, d.shifted
FROM sasync.daily d
LEFT JOIN sasync.account a ON a.account_id = d.account_id;

COMMENT ON VIEW sas.daily IS 'Openings and closings by UTC day, level and repository. The sum of opened + reopened - closed + shifted up to a day is what was open at its end.';
COMMENT ON COLUMN sas.daily.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.daily.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.daily.day IS 'UTC day.';
COMMENT ON COLUMN sas.daily.level IS 'Level of the findings.';
COMMENT ON COLUMN sas.daily.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.daily.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.daily.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.daily.opened IS 'Findings opened for the first time, initial ones included.';
COMMENT ON COLUMN sas.daily.initial IS 'Of these, those that were there before the source was first read to its end.';
COMMENT ON COLUMN sas.daily.reopened IS 'Findings opened again.';
COMMENT ON COLUMN sas.daily.closed IS 'Findings closed, for any reason.';
COMMENT ON COLUMN sas.daily.out_of_scope IS 'Of these, those that only left our view and count as no remediation.';
COMMENT ON COLUMN sas.daily.shifted IS 'Open findings that came to this level or repository from another one, less those that left.';

SELECT sasync.grant_to_roles();
INSERT INTO sasync.schema_migration (version, name) VALUES (2, 'views');
