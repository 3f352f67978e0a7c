-- Image and repository of findings whose occurrence with the least key changed, or is another one now.
-- What follows is keep_counts.sql and a SELECT: they are one statement.
WITH was AS MATERIALIZED (
    SELECT f.finding_key, f.presence, f.source_id, f.level, f.status, f.latest_scan_at, f.image_key,
           f.repo_region_id AS old_region_id, f.repo_instance_id AS old_instance_id, f.repo_namespace AS old_namespace,
           f.repo_name AS old_name, left(o.malicious_md5, 200) AS malicious_md5, o.image, o.digest, o.tag,
           left(o.repo_region_id, 100) AS repo_region_id, left(o.repo_instance_id, 100) AS repo_instance_id,
           o.repo_id, left(o.repo_name, 100) AS repo_name, left(o.repo_namespace, 100) AS repo_namespace
    FROM unnest($2::uuid[]) AS k(finding_key)
    JOIN sasync.finding f ON f.account_id = $1 AND f.finding_key = k.finding_key
    JOIN sasync.occurrence o ON o.account_id = $1 AND o.site = f.site AND o.row_key = f.row_key
    WHERE (f.malicious_md5, f.image, f.digest, f.tag, f.repo_region_id, f.repo_instance_id, f.repo_id, f.repo_name,
           f.repo_namespace)
          IS DISTINCT FROM
          (left(o.malicious_md5, 200), o.image, o.digest, o.tag, left(o.repo_region_id, 100),
           left(o.repo_instance_id, 100), o.repo_id, left(o.repo_name, 100), left(o.repo_namespace, 100))
),
renewed AS (
    UPDATE sasync.finding f
    SET malicious_md5 = w.malicious_md5, image = w.image, digest = w.digest, tag = w.tag,
        repo_region_id = w.repo_region_id, repo_instance_id = w.repo_instance_id, repo_id = w.repo_id,
        repo_name = w.repo_name, repo_namespace = w.repo_namespace
    FROM was w
    WHERE f.account_id = $1 AND f.finding_key = w.finding_key
),
moved AS (
    SELECT w.finding_key, w.source_id, w.level, w.status, w.latest_scan_at, w.image_key, w.malicious_md5,
           v.repo_region_id, v.repo_instance_id, v.repo_namespace, v.repo_name,
           CASE WHEN w.presence = 'present' THEN v.sign ELSE 0 END AS findings, v.sign AS found, false AS is_new
    FROM was w
    CROSS JOIN LATERAL (VALUES (w.old_region_id, w.old_instance_id, w.old_namespace, w.old_name, -1),
                               (w.repo_region_id, w.repo_instance_id, w.repo_namespace, w.repo_name, 1))
                           AS v(repo_region_id, repo_instance_id, repo_namespace, repo_name, sign)
    WHERE (w.old_region_id, w.old_instance_id, w.old_namespace, w.old_name)
          IS DISTINCT FROM (w.repo_region_id, w.repo_instance_id, w.repo_namespace, w.repo_name)
),
shifted AS (
    INSERT INTO sasync.daily AS d
        (account_id, day, level, repo_instance_id, repo_namespace, repo_name, shifted)
    SELECT $1, ((SELECT sasync.moment()) AT TIME ZONE 'UTC')::date, coalesce(m.level, ''),
           coalesce(m.repo_instance_id, ''), coalesce(m.repo_namespace, ''), coalesce(m.repo_name, ''), sum(m.findings)
    FROM moved m
    GROUP BY 3, 4, 5, 6
    HAVING sum(m.findings) <> 0
    ORDER BY 3, 4, 5, 6
    ON CONFLICT (account_id, day, level, repo_instance_id, repo_namespace, repo_name) DO UPDATE
    SET shifted = d.shifted + excluded.shifted
),
