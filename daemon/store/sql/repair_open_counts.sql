-- open_count becomes what the findings are.
WITH expected AS MATERIALIZED (SELECT x.* FROM sasync.expected_open_counts($1) x),
emptied AS (
    UPDATE sasync.open_count c
    SET findings = 0
    WHERE c.account_id = $1 AND c.findings <> 0
      AND NOT EXISTS (SELECT FROM expected x
                      WHERE (x.source_id, x.repo_region_id, x.repo_instance_id, x.repo_namespace, x.repo_name, x.level,
                             x.status)
                            = (c.source_id, c.repo_region_id, c.repo_instance_id, c.repo_namespace, c.repo_name,
                               c.level, c.status))
    RETURNING 1
),
counted AS (
    INSERT INTO sasync.open_count AS c
        (account_id, source_id, level, status, repo_region_id, repo_instance_id, repo_namespace, repo_name, findings)
    SELECT x.account_id, x.source_id, x.level, x.status, x.repo_region_id, x.repo_instance_id, x.repo_namespace,
           x.repo_name, x.findings
    FROM expected x
    ON CONFLICT (account_id, source_id, repo_region_id, repo_instance_id, repo_namespace, repo_name, level, status)
    DO UPDATE SET findings = excluded.findings
    WHERE c.findings <> excluded.findings
    RETURNING 1
)
SELECT (SELECT count(*) FROM emptied) + (SELECT count(*) FROM counted)
