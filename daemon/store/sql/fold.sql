-- Findings from their occurrences: the one place where they are folded. Touches the findings named in $2, each with why
-- it would close ($6 to $10: reason, proof, both request ids, when last seen; NULL for most, so shorter arrays do).
--
-- Everything is read from `was`, the one materialised list of what each finding was and is now. It is never
-- joined with another list: the planner expects one row of such a join, and loops.
--
-- OFFSET 0 makes the planner look rows up by their keys. Left to itself it reads all of the account for each
-- part where it has no fresh statistics, as in a first load. Reading all of it is no faster even for the first part.
--
-- What follows is keep_counts.sql, but in a source's first walk, and fold_result.sql: one statement.
--
-- $1 account, $2 finding keys, $3 walk, $4 whether openings are initial, $5 source, $6 to $10 see above
WITH was AS MATERIALIZED (
    SELECT n.finding_key, n.present, coalesce(n.source_id, f.source_id) AS source_id,
           left(n.place, 36)::uuid AS new_row_key, substr(n.place, 37) AS new_site,
           f.episode AS old_episode, f.source_id AS old_source_id, f.level AS old_level, f.status AS old_status,
           f.latest_scan_at AS old_latest_scan_at, f.opened_at, f.opened_walk, f.image_key,
           f.malicious_md5, f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name,
           n.present > 0 AND f.present IS NOT TRUE AS begins,
           n.present = 0 AND f.present IS TRUE AS ends,
           n.present > 0 AND f.present IS TRUE AS stays,
           CASE WHEN n.present = 0 THEN f.level ELSE n.level END AS level,
           CASE WHEN n.present = 0 THEN f.status ELSE n.status END AS status,
           CASE WHEN n.present = 0 THEN f.first_scan_at WHEN f.present THEN least(f.first_scan_at, n.first_scan_at)
                ELSE n.first_scan_at END AS first_scan_at,
           CASE WHEN n.present = 0 THEN f.latest_scan_at WHEN f.present THEN greatest(f.latest_scan_at, n.latest_scan_at)
                ELSE n.latest_scan_at END AS latest_scan_at,
           CASE WHEN n.present = 0 THEN f.latest_verify_at
                WHEN f.present THEN greatest(f.latest_verify_at, n.latest_verify_at)
                ELSE n.latest_verify_at END AS latest_verify_at,
           CASE WHEN n.source_id = n.last_source_id THEN NULL
                WHEN n.present = 0 THEN f.other_sources
                ELSE (SELECT array_agg(DISTINCT o.source_id ORDER BY o.source_id)
                      FROM sasync.occurrence_state o
                      WHERE o.account_id = $1 AND o.finding_key = n.finding_key AND o.gone_walk IS NULL)
                END AS other_sources,
           n.reason, n.proof, n.first_request_id, n.request_id, n.last_seen_at
    FROM (SELECT k.finding_key, k.reason, k.proof, k.first_request_id, k.request_id, k.last_seen_at,
                 count(s.row_key)::integer AS present,
                 left(substr(max(sasync.level_rank(s.level) || s.level), 2), 60) AS level,
                 sasync.status_of_weight(min(sasync.status_weight(s.status))) AS status,
                 min(s.first_scan_at) AS first_scan_at,
                 max(s.latest_scan_at) AS latest_scan_at,
                 max(s.latest_verify_at) AS latest_verify_at,
                 min(s.source_id) AS source_id,
                 max(s.source_id) AS last_source_id,
                 min(s.row_key::text || s.site) AS place  -- the occurrence with the least key; there is no min(uuid)
          FROM unnest($2::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
               AS k(finding_key, reason, proof, first_request_id, request_id, last_seen_at)
          LEFT JOIN LATERAL (SELECT o.* FROM sasync.occurrence_state o
                             WHERE o.account_id = $1 AND o.finding_key = k.finding_key AND o.gone_walk IS NULL
                             OFFSET 0) s ON true
          GROUP BY k.finding_key, k.reason, k.proof, k.first_request_id, k.request_id, k.last_seen_at) n
    LEFT JOIN LATERAL (SELECT g.*, g.presence = 'present' AS present FROM sasync.finding g
                       WHERE g.account_id = $1 AND g.finding_key = n.finding_key OFFSET 0) f ON true
),
opened AS (
    INSERT INTO sasync.finding
        (account_id, finding_key, row_key, site, source_id, other_sources, opened_walk, first_scan_at, latest_scan_at,
         latest_verify_at, opened_at, status, episode, occurrences, presence, is_derived, level, image_key,
         malicious_md5, image, digest, tag, repo_region_id, repo_instance_id, repo_id, repo_name, repo_namespace)
    SELECT $1, w.finding_key, o.row_key, o.site, w.source_id, w.other_sources, $3::bigint, w.first_scan_at,
           w.latest_scan_at, w.latest_verify_at, (SELECT sasync.moment()), w.status, 1, w.present, 'present',
           o.image_uuid IS NULL, w.level,
           coalesce(o.image_uuid, o.derived_key), left(o.malicious_md5, 200), o.image, o.digest, o.tag,
           left(o.repo_region_id, 100), left(o.repo_instance_id, 100), o.repo_id, left(o.repo_name, 100),
           left(o.repo_namespace, 100)
    FROM was w
    JOIN sasync.occurrence o ON o.account_id = $1 AND o.site = w.new_site AND o.row_key = w.new_row_key
    WHERE w.old_episode IS NULL
    ORDER BY w.finding_key  -- random keys cost a fifth more
    RETURNING finding_key, source_id, level, status, latest_scan_at, image_key, malicious_md5, repo_region_id,
              repo_instance_id, repo_namespace, repo_name
),
folded AS (
    UPDATE sasync.finding f
    SET presence = CASE WHEN w.present > 0 THEN 'present' ELSE 'absent' END,
        occurrences = w.present,
        level = w.level,
        status = w.status,
        first_scan_at = w.first_scan_at,
        latest_scan_at = w.latest_scan_at,
        latest_verify_at = w.latest_verify_at,
        other_sources = w.other_sources,
        source_id = w.source_id,
        site = CASE WHEN w.present > 0 THEN w.new_site ELSE f.site END,
        row_key = coalesce(w.new_row_key, f.row_key),
        episode = CASE WHEN w.begins THEN f.episode + 1 ELSE f.episode END,
        opened_at = CASE WHEN w.begins THEN (SELECT sasync.moment()) ELSE f.opened_at END,
        opened_walk = CASE WHEN w.begins THEN $3::bigint ELSE f.opened_walk END,
        closed_at = CASE WHEN w.ends THEN (SELECT sasync.moment()) WHEN w.begins THEN NULL ELSE f.closed_at END,
        close_reason = CASE WHEN w.ends THEN w.reason WHEN w.begins THEN NULL ELSE f.close_reason END
    FROM was w
    WHERE f.account_id = $1 AND f.finding_key = w.finding_key AND w.old_episode IS NOT NULL
      AND (f.presence = 'present', f.occurrences, f.level, f.status, f.first_scan_at, f.latest_scan_at, f.latest_verify_at,
           f.other_sources, f.source_id, f.row_key)
          IS DISTINCT FROM
          (w.present > 0, w.present, w.level, w.status, w.first_scan_at, w.latest_scan_at, w.latest_verify_at,
           w.other_sources, w.source_id, coalesce(w.new_row_key, f.row_key))
),
began AS (
    INSERT INTO sasync.episode
        (account_id, finding_key, episode, is_initial, opened_at, opening_walk, level, image_key, malicious_md5)
    SELECT $1, o.finding_key, 1, $4::boolean, (SELECT sasync.moment()), $3::bigint, o.level, left(o.image_key, 200),
           o.malicious_md5
    FROM opened o
    UNION ALL
    SELECT $1, w.finding_key, w.old_episode + 1, false, (SELECT sasync.moment()), $3::bigint, w.level, left(w.image_key, 200),
           w.malicious_md5
    FROM was w
    WHERE w.begins AND w.old_episode IS NOT NULL
),
ended AS (
    UPDATE sasync.episode e
    SET closed_at = (SELECT sasync.moment()),
        last_seen_at = greatest(coalesce(w.last_seen_at, e.opened_at), e.opened_at),
        closing_walk = $3::bigint,
        close_reason = w.reason,
        proof = w.proof,
        first_request_id = w.first_request_id,
        closing_request_id = w.request_id,
        level = w.level,
        last_status = w.status,
        repo_namespace = w.repo_namespace,
        repo_name = w.repo_name
    FROM was w
    WHERE w.ends AND e.account_id = $1 AND e.finding_key = w.finding_key AND e.episode = w.old_episode
),
counted AS (
    INSERT INTO sasync.daily AS d
        (account_id, day, level, repo_instance_id, repo_namespace, repo_name, opened, initial, reopened, closed,
         out_of_scope, shifted)
    SELECT $1, ((SELECT sasync.moment()) AT TIME ZONE 'UTC')::date, coalesce(t.level, ''), coalesce(t.repo_instance_id, ''),
           coalesce(t.repo_namespace, ''), coalesce(t.repo_name, ''), sum(t.opened), sum(t.initial), sum(t.reopened),
           sum(t.closed), sum(t.out_of_scope), sum(t.shifted)
    FROM (SELECT o.level, o.repo_instance_id, o.repo_namespace, o.repo_name, 1 AS opened,
                 $4::boolean::integer AS initial, 0 AS reopened, 0 AS closed, 0 AS out_of_scope, 0 AS shifted
          FROM opened o
          UNION ALL
          SELECT w.level, w.repo_instance_id, w.repo_namespace, w.repo_name, 0, 0, w.begins::integer, w.ends::integer,
                 (w.ends AND w.reason <> 'absent')::integer, 0
          FROM was w
          WHERE w.old_episode IS NOT NULL AND (w.begins OR w.ends)
          UNION ALL
          SELECT v.level, w.repo_instance_id, w.repo_namespace, w.repo_name, 0, 0, 0, 0, 0, v.shifted
          FROM was w
          CROSS JOIN LATERAL (VALUES (w.old_level, -1), (w.level, 1)) AS v(level, shifted)
          WHERE w.stays AND w.level IS DISTINCT FROM w.old_level) t
    GROUP BY 3, 4, 5, 6
    ORDER BY 3, 4, 5, 6
    ON CONFLICT (account_id, day, level, repo_instance_id, repo_namespace, repo_name) DO UPDATE
    SET opened = d.opened + excluded.opened,
        initial = d.initial + excluded.initial,
        reopened = d.reopened + excluded.reopened,
        closed = d.closed + excluded.closed,
        out_of_scope = d.out_of_scope + excluded.out_of_scope,
        shifted = d.shifted + excluded.shifted
),
told AS (
    INSERT INTO sasync.event
        (account_id, walk_id, source_id, finding_key, kind, old_value, new_value, reason, first_request_id, request_id,
         at)
    SELECT t.*, (SELECT sasync.moment())
    FROM (SELECT $1, $3::bigint, $5::bigint, o.finding_key, 'opened', NULL, o.level,
                 CASE WHEN $4::boolean THEN 'initial' END, NULL, NULL
          FROM opened o
          UNION ALL
          SELECT $1, $3::bigint, $5::bigint, w.finding_key, 'reopened', NULL, w.level, NULL, NULL, NULL
          FROM was w
          WHERE w.begins AND w.old_episode IS NOT NULL
          UNION ALL
          SELECT $1, $3::bigint, $5::bigint, w.finding_key, 'closed', w.level, NULL, w.reason, w.first_request_id,
                 w.request_id
          FROM was w
          WHERE w.ends
          UNION ALL
          SELECT $1, $3::bigint, $5::bigint, w.finding_key, 'level_changed', w.old_level, w.level, NULL, NULL, NULL
          FROM was w
          WHERE w.stays AND w.level IS DISTINCT FROM w.old_level
          UNION ALL
          SELECT $1, $3::bigint, $5::bigint, w.finding_key, 'status_changed', sasync.status_name(w.old_status),
                 sasync.status_name(w.status), NULL, NULL, NULL
          FROM was w
          WHERE w.stays AND w.status IS DISTINCT FROM w.old_status) t
    ORDER BY 4, 5  -- so that the same part always gets the same numbers
),
rescanned AS (
    -- Not for findings that this very walk opened: their occurrences may come in several parts.
    INSERT INTO sasync.rescan (account_id, walk_id, source_id, finding_key, old_scan_at, new_scan_at, at)
    SELECT $1, $3::bigint, $5::bigint, w.finding_key, w.old_latest_scan_at, w.latest_scan_at, (SELECT sasync.moment())
    FROM was w
    WHERE w.stays AND w.latest_scan_at IS DISTINCT FROM w.old_latest_scan_at AND w.opened_walk <> $3::bigint
    ORDER BY w.finding_key
),
moved AS (
    SELECT o.finding_key, o.source_id, o.level, o.status, o.latest_scan_at, o.image_key, o.malicious_md5,
           o.repo_region_id, o.repo_instance_id, o.repo_namespace, o.repo_name, 1 AS findings, 1 AS found, true AS is_new
    FROM opened o
    UNION ALL
    SELECT w.finding_key, v.source_id, v.level, v.status, w.latest_scan_at, w.image_key, w.malicious_md5,
           w.repo_region_id, w.repo_instance_id, w.repo_namespace, w.repo_name, v.findings, 0, false
    FROM was w
    CROSS JOIN LATERAL (VALUES (w.old_source_id, w.old_level, w.old_status, -1, w.stays OR w.ends),
                               (w.source_id, w.level, w.status, 1, w.stays OR w.begins))
                           AS v(source_id, level, status, findings, counts)
    WHERE w.old_episode IS NOT NULL AND v.counts
      AND (w.begins OR w.ends
           OR (w.old_source_id, w.old_level, w.old_status) IS DISTINCT FROM (w.source_id, w.level, w.status))
    UNION ALL
    SELECT w.finding_key, w.source_id, w.level, w.status, w.latest_scan_at, w.image_key, w.malicious_md5,
           w.repo_region_id, w.repo_instance_id, w.repo_namespace, w.repo_name, 0, 0, false
    FROM was w
    WHERE w.stays AND w.latest_scan_at IS DISTINCT FROM w.old_latest_scan_at
)
