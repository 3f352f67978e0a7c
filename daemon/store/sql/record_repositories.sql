-- Writes what is new, told otherwise or back, and touches nothing else; what a complete list lacks is gone.
--
-- $1 account, $2 registry instance, $3 its region, $4 the list is complete, then arrays: $5 id, $6 namespace, $7 name,
-- $8 type, $9 status, $10 type of build, $11 summary, $12 fixed tags, $13 resource group, $14 created, $15 modified
-- (epoch milliseconds)
WITH told AS MATERIALIZED (
    SELECT t.repo_id COLLATE "C" AS repo_id, t.repo_namespace, t.repo_name, t.repo_type, t.status, t.build_type, t.summary,
           t.has_fixed_tags, t.resource_group_id, to_timestamp(t.created_ms / 1000.0) AS created_at,
           to_timestamp(t.modified_ms / 1000.0) AS modified_at
    FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[],
                $13::text[], $14::bigint[], $15::bigint[])
        AS t(repo_id, repo_namespace, repo_name, repo_type, status, build_type, summary, has_fixed_tags, resource_group_id,
             created_ms, modified_ms)
),
written AS (
    INSERT INTO sasync.listed_repository AS r (account_id, repo_instance_id, repo_id, repo_region_id, repo_namespace,
                                               repo_name, repo_type, status, build_type, summary, has_fixed_tags,
                                               resource_group_id, created_at, modified_at)
    SELECT $1, $2, t.repo_id, $3, t.repo_namespace, t.repo_name, t.repo_type, t.status, t.build_type, t.summary,
           t.has_fixed_tags, t.resource_group_id, t.created_at, t.modified_at
    FROM told t
    LEFT JOIN sasync.listed_repository o ON o.account_id = $1 AND o.repo_instance_id = $2 AND o.repo_id = t.repo_id
    WHERE o.repo_id IS NULL OR o.gone_at IS NOT NULL
       OR (o.repo_region_id, o.repo_namespace, o.repo_name, o.repo_type, o.status, o.build_type, o.summary,
           o.has_fixed_tags, o.resource_group_id, o.created_at, o.modified_at)
          IS DISTINCT FROM ($3, t.repo_namespace, t.repo_name, t.repo_type, t.status, t.build_type, t.summary,
                            t.has_fixed_tags, t.resource_group_id, t.created_at, t.modified_at)
    ORDER BY t.repo_id
    ON CONFLICT (account_id, repo_instance_id, repo_id) DO UPDATE
    SET repo_region_id = excluded.repo_region_id, repo_namespace = excluded.repo_namespace,
        repo_name = excluded.repo_name, repo_type = excluded.repo_type, status = excluded.status,
        build_type = excluded.build_type, summary = excluded.summary, has_fixed_tags = excluded.has_fixed_tags,
        resource_group_id = excluded.resource_group_id, created_at = excluded.created_at,
        modified_at = excluded.modified_at, changed_at = sasync.moment(), gone_at = NULL
    RETURNING 1
),
gone AS (
    UPDATE sasync.listed_repository r
    SET gone_at = sasync.moment(), changed_at = sasync.moment()
    WHERE $4::boolean AND r.account_id = $1 AND r.repo_instance_id = $2 AND r.gone_at IS NULL
      AND NOT EXISTS (SELECT FROM told t WHERE t.repo_id = r.repo_id)
    RETURNING 1
)
SELECT (SELECT count(*) FROM written) + (SELECT count(*) FROM gone)
