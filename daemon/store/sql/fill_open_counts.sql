-- open_count of an account that has none: plain, since looking for conflicts costs a fifth.
WITH counted AS (
    INSERT INTO sasync.open_count
        (account_id, source_id, level, status, repo_region_id, repo_instance_id, repo_namespace, repo_name, findings)
    SELECT x.account_id, x.source_id, x.level, x.status, x.repo_region_id, x.repo_instance_id, x.repo_namespace,
           x.repo_name, x.findings
    FROM sasync.expected_open_counts($1) x
    ORDER BY x.source_id, x.repo_region_id, x.repo_instance_id, x.repo_namespace, x.repo_name, x.level, x.status
    RETURNING 1
)
SELECT count(*) FROM counted
