-- What stands open, counted as it is published: at a million findings, counting them anew takes a dashboard too long.
--
-- Both tables follow from sasync.finding and sasync.episode. A source's first walk counts at its end; publishing
-- adds and subtracts what later ones change (keep_counts.sql), so that a sweep which changes nothing writes nothing. The
-- functions expected_… say what they should hold, for whoever fills, verifies or repairs them.

CREATE FUNCTION sasync.repository_key(repo_region_id text, repo_instance_id text, repo_namespace text, repo_name text)
    RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT nullif(coalesce(repo_region_id, '') || E'\x1f' || coalesce(repo_instance_id, '') || E'\x1f'
                        || coalesce(repo_namespace, '') || E'\x1f' || coalesce(repo_name, ''), E'\x1f\x1f\x1f') $$;
COMMENT ON FUNCTION sasync.repository_key(text, text, text, text) IS 'A repository in one text: what tells it, with a separator that occurs in no name; NULL where nothing does.';

CREATE TABLE sasync.open_count (
    account_id       text COLLATE "C" NOT NULL,
    source_id        bigint NOT NULL,
    level            text COLLATE "C" NOT NULL,
    status           text COLLATE "C" NOT NULL,
    repo_region_id   text COLLATE "C" NOT NULL,
    repo_instance_id text COLLATE "C" NOT NULL,
    repo_namespace   text COLLATE "C" NOT NULL,
    repo_name        text COLLATE "C" NOT NULL,
    findings         bigint NOT NULL,
    PRIMARY KEY (account_id, source_id, repo_region_id, repo_instance_id, repo_namespace, repo_name, level, status)
) WITH (fillfactor = 50);
COMMENT ON TABLE sasync.open_count IS 'How many findings are present now, by what dashboards divide them by. Kept by publish; a text is empty where the finding has none.';
COMMENT ON COLUMN sasync.open_count.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.open_count.source_id IS 'The first source that shows them.';
COMMENT ON COLUMN sasync.open_count.level IS 'Their level.';
COMMENT ON COLUMN sasync.open_count.status IS 'Their status, a number.';
COMMENT ON COLUMN sasync.open_count.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sasync.open_count.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sasync.open_count.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sasync.open_count.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sasync.open_count.findings IS 'Findings present now; 0 where there were some.';

CREATE TABLE sasync.standing (
    account_id      text COLLATE "C" NOT NULL,
    first_opened_at timestamptz NOT NULL,
    open_since      timestamptz NOT NULL,
    cleared_at      timestamptz,
    latest_scan_at  timestamptz,
    finding_key     uuid NOT NULL,
    serious         integer NOT NULL,
    suspicious      integer NOT NULL,
    remind          integer NOT NULL,
    other           integer NOT NULL,
    found           integer NOT NULL,
    thing           text COLLATE "C" NOT NULL,
    key             text COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, thing, key)
) WITH (fillfactor = 70);
-- The worst first, of all accounts.
CREATE INDEX standing_worst ON sasync.standing (thing, serious DESC, suspicious DESC, account_id);
COMMENT ON TABLE sasync.standing IS 'How an image, a malicious file or a repository stands: its open findings and since when. Kept by publish.';
COMMENT ON COLUMN sasync.standing.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.standing.first_opened_at IS 'When its first finding was opened.';
COMMENT ON COLUMN sasync.standing.open_since IS 'Since when it has had open findings without a break, or had them last.';
COMMENT ON COLUMN sasync.standing.cleared_at IS 'When its last open finding closed; NULL while one is open.';
COMMENT ON COLUMN sasync.standing.latest_scan_at IS 'The latest scan of its findings; of repositories only, since it moves every night.';
COMMENT ON COLUMN sasync.standing.finding_key IS 'One of its first findings, which tells what is known of it.';
COMMENT ON COLUMN sasync.standing.serious IS 'Its open findings of level serious.';
COMMENT ON COLUMN sasync.standing.suspicious IS 'Its open findings of level suspicious.';
COMMENT ON COLUMN sasync.standing.remind IS 'Its open findings of level remind.';
COMMENT ON COLUMN sasync.standing.other IS 'Its open findings of another level, or of none.';
COMMENT ON COLUMN sasync.standing.found IS 'All its findings, open or not.';
COMMENT ON COLUMN sasync.standing.thing IS 'image, file or repository.';
COMMENT ON COLUMN sasync.standing.key IS 'What it is known by: the image key, the MD5 in lower case, or the repository in one text.';

CREATE TABLE sasync.unsummarised (
    account_id text COLLATE "C" PRIMARY KEY,
    since      timestamptz NOT NULL DEFAULT sasync.moment()
);
COMMENT ON TABLE sasync.unsummarised IS 'Accounts whose open_count and standing wait for the end of a walk: of a source that is read for the first time they are counted once, at its end.';
COMMENT ON COLUMN sasync.unsummarised.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sasync.unsummarised.since IS 'Since when.';

CREATE FUNCTION sasync.expected_open_counts(account text) RETURNS SETOF sasync.open_count
    LANGUAGE sql STABLE
    AS $$
SELECT f.account_id, f.source_id, coalesce(f.level, ''), coalesce(f.status::text, ''), coalesce(f.repo_region_id, ''),
       coalesce(f.repo_instance_id, ''), coalesce(f.repo_namespace, ''), coalesce(f.repo_name, ''), count(*)
FROM sasync.finding f
WHERE f.account_id = account AND f.presence = 'present'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
$$;
COMMENT ON FUNCTION sasync.expected_open_counts(text) IS 'What open_count should hold of an account, but for rows that count nothing.';

CREATE FUNCTION sasync.expected_standings(account text) RETURNS SETOF sasync.standing
    LANGUAGE sql STABLE
    AS $$
WITH ended AS (
    SELECT DISTINCT t.thing, t.key
    FROM sasync.episode p
    CROSS JOIN LATERAL (VALUES ('image', p.image_key), ('file', lower(p.malicious_md5))) AS t(thing, key)
    WHERE p.account_id = account AND p.closed_at IS NOT NULL
),
lasted AS (
    SELECT 'image' AS thing, p.image_key AS key, p.opened_at, p.closed_at
    FROM sasync.episode p
    WHERE p.account_id = account AND p.image_key IN (SELECT e.key FROM ended e WHERE e.thing = 'image')
    UNION ALL
    SELECT 'file', lower(p.malicious_md5), p.opened_at, p.closed_at
    FROM sasync.episode p
    WHERE p.account_id = account AND lower(p.malicious_md5) IN (SELECT e.key FROM ended e WHERE e.thing = 'file')
),
stretch AS (
    -- Episodes that overlap or touch are one stretch of time in which the image or file had something open. Where none
    -- ever ended, there is but one.
    SELECT s.thing, s.key, min(s.opened_at) AS open_since,
           CASE WHEN count(*) = count(s.closed_at) THEN max(s.closed_at) END AS cleared_at
    FROM (SELECT e.thing, e.key, e.opened_at, e.closed_at,
                 count(*) FILTER (WHERE e.begins) OVER (PARTITION BY e.thing, e.key ORDER BY e.opened_at, e.closed_at)
                     AS number
          FROM (SELECT p.thing, p.key, p.opened_at, p.closed_at,
                       coalesce(p.opened_at > max(coalesce(p.closed_at, 'infinity'))
                                    OVER (PARTITION BY p.thing, p.key ORDER BY p.opened_at, p.closed_at
                                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), true) AS begins
                FROM lasted p) e) s
    GROUP BY s.thing, s.key, s.number
),
known AS NOT MATERIALIZED (
    SELECT f.*, f.presence = 'present' AS is_present
    FROM sasync.finding f
    WHERE f.account_id = account
),
counted AS (
    SELECT 'image' AS thing, left(f.image_key, 200) AS key, min(f.opened_at) AS opened_at,
           min(f.finding_key::text)::uuid AS finding_key, NULL::timestamptz AS latest_scan_at,
           count(*) FILTER (WHERE f.is_present AND f.level = 'serious') AS serious,
           count(*) FILTER (WHERE f.is_present AND f.level = 'suspicious') AS suspicious,
           count(*) FILTER (WHERE f.is_present AND f.level = 'remind') AS remind,
           count(*) FILTER (WHERE f.is_present) AS present, count(*) AS found
    FROM known f
    GROUP BY 2
    UNION ALL
    SELECT 'file', lower(f.malicious_md5), min(f.opened_at), min(f.finding_key::text)::uuid, NULL,
           count(*) FILTER (WHERE f.is_present AND f.level = 'serious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'suspicious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'remind'), count(*) FILTER (WHERE f.is_present), count(*)
    FROM known f
    GROUP BY 2
    UNION ALL
    SELECT 'repository',
           sasync.repository_key(f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name), min(f.opened_at),
           min(f.finding_key::text)::uuid, max(f.latest_scan_at),
           count(*) FILTER (WHERE f.is_present AND f.level = 'serious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'suspicious'),
           count(*) FILTER (WHERE f.is_present AND f.level = 'remind'), count(*) FILTER (WHERE f.is_present), count(*)
    FROM known f
    WHERE coalesce(f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name) IS NOT NULL
    GROUP BY 2
)
SELECT account, coalesce(b.first_opened_at, c.opened_at), coalesce(b.open_since, c.opened_at),
       CASE WHEN c.present = 0 THEN coalesce(b.cleared_at, sasync.moment()) END, c.latest_scan_at, c.finding_key,
       c.serious::integer, c.suspicious::integer, c.remind::integer,
       (c.present - c.serious - c.suspicious - c.remind)::integer, c.found::integer, c.thing, c.key
FROM counted c
LEFT JOIN (SELECT s.thing, s.key, min(s.open_since) AS first_opened_at, max(s.open_since) AS open_since,
                  (array_agg(s.cleared_at ORDER BY s.open_since DESC))[1] AS cleared_at
           FROM stretch s
           GROUP BY s.thing, s.key) b ON b.thing = c.thing AND b.key = c.key
$$;
COMMENT ON FUNCTION sasync.expected_standings(text) IS 'What standing should hold of an account. Of repositories, which findings can leave, its times are only those of the findings that are there now.';

-- What an episode leaves behind -----------------------------------------------------------------------------------
-- Whether it counts as a removal, and whose it was, is asked of many at once, so that it stands with it.

ALTER TABLE sasync.episode
    ADD COLUMN last_status integer,
    ADD COLUMN continued_as uuid,
    ADD COLUMN continued_since timestamptz,
    ADD COLUMN repo_namespace text COLLATE "C",
    ADD COLUMN repo_name text COLLATE "C";
COMMENT ON COLUMN sasync.episode.last_status IS 'Status at its end, a number; NULL while it lasts.';
COMMENT ON COLUMN sasync.episode.repo_namespace IS 'Namespace of the repository at its end; NULL while it lasts.';
COMMENT ON COLUMN sasync.episode.repo_name IS 'Name of the repository at its end; NULL while it lasts.';
COMMENT ON COLUMN sasync.episode.continued_since IS 'Where it carries another one on: when the first of these began.';
COMMENT ON COLUMN sasync.episode.continued_as IS 'The finding, of another image key, that carries it on.';

DROP INDEX sasync.episode_closed;
-- With the columns that sas.remediation joins findings by: where nothing is asked of them, PostgreSQL leaves the join out,
-- but would still read the table for these.
CREATE INDEX episode_closed ON sasync.episode (closed_at)
    INCLUDE (opened_at, continued_since, image_key, level, last_status, continued_as, close_reason, account_id,
             finding_key, repo_namespace, repo_name)
    WHERE closed_at IS NOT NULL;

-- Of a database that has findings already. How an episode before the last one ended: as it was last changed to or, where
-- it never changed, as the next one began; where, is not on record: where the finding is now.
UPDATE sasync.episode e
SET last_status = CASE WHEN f.episode = e.episode THEN f.status
                       ELSE coalesce((SELECT CASE v.new_value WHEN 'whitelisted' THEN 3 WHEN 'verifying' THEN 2
                                                              WHEN 'handled' THEN 1 WHEN 'unhandled' THEN 0 END
                                      FROM sasync.event v
                                      WHERE v.account_id = e.account_id AND v.finding_key = e.finding_key
                                        AND v.kind = 'status_changed' AND v.row_key IS NULL
                                        AND v.at BETWEEN e.opened_at AND e.closed_at
                                      ORDER BY v.at DESC, v.event_id DESC
                                      LIMIT 1),
                                     (SELECT CASE v.old_value WHEN 'whitelisted' THEN 3 WHEN 'verifying' THEN 2
                                                              WHEN 'handled' THEN 1 WHEN 'unhandled' THEN 0 END
                                      FROM sasync.event v
                                      WHERE v.account_id = e.account_id AND v.finding_key = e.finding_key
                                        AND v.kind = 'status_changed' AND v.row_key IS NULL AND v.at > e.closed_at
                                      ORDER BY v.at, v.event_id
                                      LIMIT 1),
                                     f.status) END,
    repo_namespace = f.repo_namespace, repo_name = f.repo_name
FROM sasync.finding f
WHERE f.account_id = e.account_id AND f.finding_key = e.finding_key AND e.closed_at IS NOT NULL;

UPDATE sasync.episode e
SET continued_as = b.finding_key
FROM sasync.episode b
WHERE b.account_id = e.account_id AND b.continued_from = e.finding_key
  AND b.opened_at BETWEEN e.opened_at AND e.closed_at;

WITH RECURSIVE chain AS (
    SELECT e.account_id, e.finding_key, e.episode, e.opened_at, e.continued_from
    FROM sasync.episode e
    WHERE e.continued_from IS NOT NULL
    UNION
    SELECT c.account_id, c.finding_key, c.episode, p.opened_at, p.continued_from
    FROM chain c
    CROSS JOIN LATERAL (SELECT b.opened_at, b.continued_from
                        FROM sasync.episode b
                        WHERE b.account_id = c.account_id AND b.finding_key = c.continued_from
                          AND b.opened_at <= c.opened_at
                        ORDER BY b.episode DESC
                        LIMIT 1) p
)
UPDATE sasync.episode e
SET continued_since = c.opened_at
FROM (SELECT l.account_id, l.finding_key, l.episode, min(l.opened_at) AS opened_at
      FROM chain l
      GROUP BY 1, 2, 3) c
WHERE c.account_id = e.account_id AND c.finding_key = e.finding_key AND c.episode = e.episode;

INSERT INTO sasync.open_count
SELECT c.*
FROM sasync.account a
CROSS JOIN LATERAL sasync.expected_open_counts(a.account_id) c;

INSERT INTO sasync.standing
SELECT s.*
FROM sasync.account a
CROSS JOIN LATERAL sasync.expected_standings(a.account_id) s;

-- Views --------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW sas.episode AS
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
       e.first_request_id, e.is_initial, e.opening_walk, e.level, e.last_status,
       sasync.status_name(e.last_status) AS last_status_name
FROM sasync.episode e
LEFT JOIN sasync.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
LEFT JOIN sasync.account a ON a.account_id = e.account_id;

COMMENT ON COLUMN sas.episode.last_status IS 'Status at its end as a number: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted; NULL while open.';
COMMENT ON COLUMN sas.episode.last_status_name IS 'The same in words.';

CREATE VIEW sas.open_count AS
SELECT a.label AS account, c.account_id, a.label || '/' || s.site || s.suffix AS source, s.site,
       nullif(c.level, '') AS level, CASE WHEN c.level = '' THEN 0 ELSE sasync.level_rank(c.level) END AS level_rank,
       nullif(c.status, '')::integer AS status, sasync.status_name(nullif(c.status, '')::integer) AS status_name,
       nullif(c.repo_region_id, '') AS repo_region_id, nullif(c.repo_instance_id, '') AS repo_instance_id,
       nullif(c.repo_namespace, '') AS repo_namespace, nullif(c.repo_name, '') AS repo_name, c.findings
FROM sasync.open_count c
LEFT JOIN sasync.account a ON a.account_id = c.account_id
LEFT JOIN sasync.source s ON s.account_id = c.account_id AND s.source_id = c.source_id
WHERE c.findings > 0;

COMMENT ON VIEW sas.open_count IS 'How many findings are open now, by account, source, level, status and repository. Sum it: that is cheap, however many findings there are.';
COMMENT ON COLUMN sas.open_count.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.open_count.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.open_count.source IS 'The source: account/site, with # and a short digest where a filter narrows it. What several sources show counts at the first.';
COMMENT ON COLUMN sas.open_count.site IS 'Data site of Security Center: china or international.';
COMMENT ON COLUMN sas.open_count.level IS 'Their level: serious, suspicious, remind.';
COMMENT ON COLUMN sas.open_count.level_rank IS 'Level as a number, worst highest: serious 3, suspicious 2, remind 1, unknown text 4, none 0.';
COMMENT ON COLUMN sas.open_count.status IS 'Their status as a number: 0 unhandled, 1 handled, 2 verifying, 3 whitelisted.';
COMMENT ON COLUMN sas.open_count.status_name IS 'Status in words.';
COMMENT ON COLUMN sas.open_count.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sas.open_count.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.open_count.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.open_count.repo_name IS 'Name of the repository; NULL for what was found on hosts and in containers without one.';
COMMENT ON COLUMN sas.open_count.findings IS 'Open findings; whitelisted ones are among them, under their status.';

CREATE VIEW sas.image AS
SELECT a.label AS account, t.account_id, t.key AS image_uuid,
       f.is_derived AS image_uuid_derived, f.image, f.digest, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id,
       f.repo_name, f.repo_namespace, t.serious + t.suspicious + t.remind + t.other AS open_findings,
       t.serious AS open_serious, t.suspicious AS open_suspicious, t.remind AS open_remind, t.other AS open_other,
       CASE WHEN t.serious > 0 THEN 'serious' WHEN t.suspicious > 0 THEN 'suspicious' WHEN t.remind > 0 THEN 'remind'
            WHEN t.other > 0 THEN 'other' END AS worst_level,
       CASE WHEN t.serious > 0 THEN 3 WHEN t.suspicious > 0 THEN 2 WHEN t.remind > 0 THEN 1
            WHEN t.other > 0 THEN 4 ELSE 0 END AS worst_level_rank,
       t.first_opened_at, CASE WHEN t.cleared_at IS NULL THEN t.open_since END AS open_since,
       CASE WHEN t.cleared_at IS NULL THEN now() - t.open_since END AS open_age, t.cleared_at,
       t.cleared_at - t.open_since AS time_to_remediate, t.found AS findings
FROM sasync.standing t
LEFT JOIN sasync.finding f ON f.account_id = t.account_id AND f.finding_key = t.finding_key
LEFT JOIN sasync.account a ON a.account_id = t.account_id
WHERE t.thing = 'image';

COMMENT ON VIEW sas.image IS 'Images in which a malicious file was ever found: how each stands now, and how long it took until it was clean.';
COMMENT ON COLUMN sas.image.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.image.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.image.image_uuid IS 'The image: ImageUuid, or what stands for it where the rows have none (digest:, target:, image:, host: or container: and its value).';
COMMENT ON COLUMN sas.image.image_uuid_derived IS 'True where the rows have no ImageUuid, so that something else stands for the image.';
COMMENT ON COLUMN sas.image.image IS 'Name of the image.';
COMMENT ON COLUMN sas.image.digest IS 'Digest of the image.';
COMMENT ON COLUMN sas.image.tag IS 'Tag of the image.';
COMMENT ON COLUMN sas.image.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sas.image.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.image.repo_id IS 'Id of the repository.';
COMMENT ON COLUMN sas.image.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.image.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.image.open_findings IS 'Open findings: malicious files that are in the image now, whitelisted ones too.';
COMMENT ON COLUMN sas.image.open_serious IS 'Of these, those of level serious. To see the worst images first, order by this descending, then by open_suspicious descending.';
COMMENT ON COLUMN sas.image.open_suspicious IS 'Of these, those of level suspicious.';
COMMENT ON COLUMN sas.image.open_remind IS 'Of these, those of level remind.';
COMMENT ON COLUMN sas.image.open_other IS 'Of these, those of a level that we do not know, or of none.';
COMMENT ON COLUMN sas.image.worst_level IS 'Worst known level of the open findings; other where all are of unknown levels; NULL where none is open.';
COMMENT ON COLUMN sas.image.worst_level_rank IS 'The same as a number: serious 3, suspicious 2, remind 1, other 4, none open 0.';
COMMENT ON COLUMN sas.image.first_opened_at IS 'When its first finding was opened, as recorded by us.';
COMMENT ON COLUMN sas.image.open_since IS 'Since when it has had an open finding without a break; NULL where none is open.';
COMMENT ON COLUMN sas.image.open_age IS 'How long that is.';
COMMENT ON COLUMN sas.image.cleared_at IS 'When its last open finding closed; NULL while one is open.';
COMMENT ON COLUMN sas.image.time_to_remediate IS 'From open_since to cleared_at of the last time that it was not clean; NULL while it is not. Closings for any reason count: see sas.remediation.';
COMMENT ON COLUMN sas.image.findings IS 'Findings ever, open or not.';

CREATE VIEW sas.malware AS
SELECT a.label AS account, t.account_id, t.key AS malicious_md5, m.name AS malware_name, m.level,
       CASE WHEN t.serious > 0 THEN 'serious' WHEN t.suspicious > 0 THEN 'suspicious' WHEN t.remind > 0 THEN 'remind'
            WHEN t.other > 0 THEN 'other' END AS worst_level,
       t.serious + t.suspicious + t.remind + t.other AS open_findings,
       t.serious + t.suspicious + t.remind + t.other AS images,
       (SELECT count(DISTINCT sasync.repository_key(g.repo_region_id, g.repo_instance_id, g.repo_namespace,
                                                    g.repo_name))
        FROM sasync.finding g
        WHERE g.account_id = t.account_id AND g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])
          AND g.presence = 'present') AS repositories,
       (SELECT count(DISTINCT o.cluster_id)
        FROM sasync.finding g
        JOIN sasync.occurrence_state s
             ON s.account_id = g.account_id AND s.finding_key = g.finding_key AND s.gone_walk IS NULL
        JOIN sasync.occurrence o ON o.account_id = s.account_id AND o.site = s.site AND o.row_key = s.row_key
        WHERE g.account_id = t.account_id AND g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])
          AND g.presence = 'present') AS clusters,
       (SELECT count(DISTINCT (o.cluster_id, o.pod)) FILTER (WHERE o.pod IS NOT NULL)
        FROM sasync.finding g
        JOIN sasync.occurrence_state s
             ON s.account_id = g.account_id AND s.finding_key = g.finding_key AND s.gone_walk IS NULL
        JOIN sasync.occurrence o ON o.account_id = s.account_id AND o.site = s.site AND o.row_key = s.row_key
        WHERE g.account_id = t.account_id AND g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])
          AND g.presence = 'present') AS pods,
       (SELECT count(DISTINCT o.host_uuid)
        FROM sasync.finding g
        JOIN sasync.occurrence_state s
             ON s.account_id = g.account_id AND s.finding_key = g.finding_key AND s.gone_walk IS NULL
        JOIN sasync.occurrence o ON o.account_id = s.account_id AND o.site = s.site AND o.row_key = s.row_key
        WHERE g.account_id = t.account_id AND g.malicious_md5 = ANY (ARRAY[t.key, upper(t.key)])
          AND g.presence = 'present') AS hosts,
       t.first_opened_at, f.image_key AS first_image, f.repo_name AS first_repository, t.found AS ever_found,
       t.serious AS open_serious, t.suspicious AS open_suspicious,
       CASE WHEN t.cleared_at IS NULL THEN t.open_since END AS open_since, t.cleared_at
FROM sasync.standing t
LEFT JOIN sasync.finding f ON f.account_id = t.account_id AND f.finding_key = t.finding_key
LEFT JOIN sasync.malware m ON m.malicious_md5 = t.key
LEFT JOIN sasync.account a ON a.account_id = t.account_id
WHERE t.thing = 'file';

COMMENT ON VIEW sas.malware IS 'Malicious files: what each is, how far it reaches now, and where an account saw it first.';
COMMENT ON COLUMN sas.malware.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.malware.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.malware.malicious_md5 IS 'MD5 of the malicious file, in lower case.';
COMMENT ON COLUMN sas.malware.malware_name IS 'What Security Center calls the file, where known.';
COMMENT ON COLUMN sas.malware.level IS 'The worst level that any site told of the file in its list of files, where it was read.';
COMMENT ON COLUMN sas.malware.worst_level IS 'Worst known level of its open findings; other where all are of unknown levels; NULL where none is open.';
COMMENT ON COLUMN sas.malware.open_findings IS 'Its open findings; one an image.';
COMMENT ON COLUMN sas.malware.images IS 'Images that hold it now.';
COMMENT ON COLUMN sas.malware.repositories IS 'Repositories of these images.';
COMMENT ON COLUMN sas.malware.clusters IS 'Container clusters in which it is now.';
COMMENT ON COLUMN sas.malware.pods IS 'Pods in which it is now.';
COMMENT ON COLUMN sas.malware.hosts IS 'Hosts on which it is now.';
COMMENT ON COLUMN sas.malware.first_opened_at IS 'When its first finding was opened, as recorded by us.';
COMMENT ON COLUMN sas.malware.first_image IS 'The image of its first finding; one of them, where several were opened at once.';
COMMENT ON COLUMN sas.malware.first_repository IS 'The repository of that image.';
COMMENT ON COLUMN sas.malware.ever_found IS 'Findings of it ever, open or not.';
COMMENT ON COLUMN sas.malware.open_serious IS 'Its open findings of level serious. To see the worst files first, order by this descending, then by open_suspicious descending.';
COMMENT ON COLUMN sas.malware.open_suspicious IS 'Its open findings of level suspicious.';
COMMENT ON COLUMN sas.malware.open_since IS 'Since when it has been somewhere without a break; NULL where it is nowhere now.';
COMMENT ON COLUMN sas.malware.cleared_at IS 'When its last open finding closed; NULL while one is open.';

CREATE VIEW sas.repository AS
SELECT a.label AS account, t.account_id, nullif(split_part(t.key, E'\x1f', 1), '') AS repo_region_id,
       nullif(split_part(t.key, E'\x1f', 2), '') AS repo_instance_id, f.repo_id,
       nullif(split_part(t.key, E'\x1f', 3), '') AS repo_namespace, nullif(split_part(t.key, E'\x1f', 4), '') AS repo_name,
       t.serious + t.suspicious + t.remind + t.other AS open_findings, t.serious AS open_serious,
       t.suspicious AS open_suspicious, t.remind AS open_remind, t.other AS open_other,
       coalesce(i.images, 0) AS images, t.latest_scan_at, t.found AS findings, t.first_opened_at
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
LEFT JOIN sasync.account a ON a.account_id = t.account_id
WHERE t.thing = 'repository';

COMMENT ON VIEW sas.repository IS 'Repositories in whose images a malicious file was ever found, and how each stands now.';
COMMENT ON COLUMN sas.repository.account IS 'The account, by its name in the settings.';
COMMENT ON COLUMN sas.repository.account_id IS 'The cloud''s id of the account.';
COMMENT ON COLUMN sas.repository.repo_region_id IS 'Region of the repository.';
COMMENT ON COLUMN sas.repository.repo_instance_id IS 'Registry instance of the repository.';
COMMENT ON COLUMN sas.repository.repo_id IS 'Id of the repository.';
COMMENT ON COLUMN sas.repository.repo_namespace IS 'Namespace of the repository.';
COMMENT ON COLUMN sas.repository.repo_name IS 'Name of the repository.';
COMMENT ON COLUMN sas.repository.open_findings IS 'Open findings in its images, whitelisted ones too.';
COMMENT ON COLUMN sas.repository.open_serious IS 'Of these, those of level serious.';
COMMENT ON COLUMN sas.repository.open_suspicious IS 'Of these, those of level suspicious.';
COMMENT ON COLUMN sas.repository.open_remind IS 'Of these, those of level remind.';
COMMENT ON COLUMN sas.repository.open_other IS 'Of these, those of a level that we do not know, or of none.';
COMMENT ON COLUMN sas.repository.images IS 'Its images that have open findings.';
COMMENT ON COLUMN sas.repository.latest_scan_at IS 'The latest scan of any of its findings. One that does not move says that nobody scans it: see sas.blind_spot.';
COMMENT ON COLUMN sas.repository.findings IS 'Findings ever, open or not.';
COMMENT ON COLUMN sas.repository.first_opened_at IS 'When its first finding was opened, as recorded by us.';

SELECT sasync.grant_to_roles();
INSERT INTO sasync.schema_migration (version, name) VALUES (3, 'summaries');
