-- open_count and standing by what moved, as parts of a statement that has `moved`: for each finding that left a group (-1)
-- or came into one (1), what it was or is there; `found` is 1 where the finding is new to its repository, -1 where it
-- left that, and `is_new` where it is new at all. 0 findings: only its latest scan moved, which repositories record.
counted_open AS (
    INSERT INTO sasync.open_count AS c
        (account_id, source_id, level, status, repo_region_id, repo_instance_id, repo_namespace, repo_name, findings)
    SELECT $1, m.source_id, coalesce(m.level, ''), coalesce(m.status::text, ''), coalesce(m.repo_region_id, ''),
           coalesce(m.repo_instance_id, ''), coalesce(m.repo_namespace, ''), coalesce(m.repo_name, ''), sum(m.findings)
    FROM moved m
    GROUP BY 2, 3, 4, 5, 6, 7, 8
    HAVING sum(m.findings) <> 0
    ORDER BY 2, 5, 6, 7, 8, 3, 4
    ON CONFLICT (account_id, source_id, repo_region_id, repo_instance_id, repo_namespace, repo_name, level, status)
    DO UPDATE SET findings = c.findings + excluded.findings
),
stood AS (
    INSERT INTO sasync.standing AS s
        (account_id, thing, key, finding_key, first_opened_at, open_since, latest_scan_at, serious, suspicious, remind,
         other, found)
    SELECT $1, t.thing, t.key, min(m.finding_key::text)::uuid, (SELECT sasync.moment()), (SELECT sasync.moment()),
           max(m.latest_scan_at) FILTER (WHERE t.thing = 'repository' AND m.findings >= 0),
           coalesce(sum(m.findings) FILTER (WHERE m.level = 'serious'), 0),
           coalesce(sum(m.findings) FILTER (WHERE m.level = 'suspicious'), 0),
           coalesce(sum(m.findings) FILTER (WHERE m.level = 'remind'), 0),
           coalesce(sum(m.findings) FILTER (WHERE (m.level IN ('serious', 'suspicious', 'remind')) IS NOT TRUE), 0),
           sum(t.found)
    FROM moved m
    CROSS JOIN LATERAL (VALUES ('image', left(m.image_key, 200), m.is_new::integer),
                               ('file', lower(m.malicious_md5), m.is_new::integer),
                               ('repository', sasync.repository_key(m.repo_region_id, m.repo_instance_id,
                                                                    m.repo_namespace, m.repo_name), m.found))
                           AS t(thing, key, found)
    WHERE t.key IS NOT NULL AND (t.thing = 'repository' OR m.findings <> 0)
    GROUP BY t.thing, t.key
    HAVING sum(m.findings) <> 0 OR sum(t.found) <> 0 OR t.thing = 'repository'
        OR sum(m.findings) FILTER (WHERE m.level = 'serious') <> 0
        OR sum(m.findings) FILTER (WHERE m.level = 'suspicious') <> 0
        OR sum(m.findings) FILTER (WHERE m.level = 'remind') <> 0
    ORDER BY t.thing, t.key
    ON CONFLICT (account_id, thing, key) DO UPDATE
    SET serious = s.serious + excluded.serious,
        suspicious = s.suspicious + excluded.suspicious,
        remind = s.remind + excluded.remind,
        other = s.other + excluded.other,
        found = s.found + excluded.found,
        latest_scan_at = greatest(s.latest_scan_at, excluded.latest_scan_at),
        open_since = CASE WHEN s.serious + s.suspicious + s.remind + s.other = 0
                           AND excluded.serious + excluded.suspicious + excluded.remind + excluded.other > 0
                          THEN excluded.open_since ELSE s.open_since END,
        cleared_at = CASE WHEN s.serious + s.suspicious + s.remind + s.other + excluded.serious + excluded.suspicious
                               + excluded.remind + excluded.other > 0 THEN NULL
                          ELSE coalesce(s.cleared_at, excluded.open_since) END
    WHERE (excluded.serious, excluded.suspicious, excluded.remind, excluded.other, excluded.found) <> (0, 0, 0, 0, 0)
       OR excluded.latest_scan_at IS NOT NULL AND (s.latest_scan_at >= excluded.latest_scan_at) IS NOT TRUE
)
