-- Writes what is new, told otherwise or back, and touches nothing else; what a complete list lacks is gone.
--
-- $1 account, $2 site, $3 the list is complete, then arrays: $4 id, $5 name, $6 type, $7 state, $8 region, $9 containers,
-- $10 those at risk, $11 vulnerabilities, $12 alerts, $13 level of risk, $14 whether at risk, $15 created (epoch
-- milliseconds)
WITH told AS MATERIALIZED (
    SELECT t.cluster_id COLLATE "C" AS cluster_id, t.cluster_name, t.cluster_type, t.state, t.region_id, t.instances,
           t.risk_instances, t.vulnerabilities, t.alerts, t.risk_level, t.risk_status,
           to_timestamp(t.created_ms / 1000.0) AS created_at
    FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[],
                $12::bigint[], $13::text[], $14::text[], $15::bigint[])
        AS t(cluster_id, cluster_name, cluster_type, state, region_id, instances, risk_instances, vulnerabilities, alerts,
             risk_level, risk_status, created_ms)
),
written AS (
    INSERT INTO sasync.listed_cluster AS c (account_id, site, cluster_id, cluster_name, cluster_type, state, region_id,
                                            instances, risk_instances, vulnerabilities, alerts, risk_level, risk_status,
                                            created_at)
    SELECT $1, $2, t.cluster_id, t.cluster_name, t.cluster_type, t.state, t.region_id, t.instances, t.risk_instances,
           t.vulnerabilities, t.alerts, t.risk_level, t.risk_status, t.created_at
    FROM told t
    LEFT JOIN sasync.listed_cluster o ON o.account_id = $1 AND o.site = $2 AND o.cluster_id = t.cluster_id
    WHERE o.cluster_id IS NULL OR o.gone_at IS NOT NULL
       OR (o.cluster_name, o.cluster_type, o.state, o.region_id, o.instances, o.risk_instances, o.vulnerabilities,
           o.alerts, o.risk_level, o.risk_status, o.created_at)
          IS DISTINCT FROM (t.cluster_name, t.cluster_type, t.state, t.region_id, t.instances, t.risk_instances,
                            t.vulnerabilities, t.alerts, t.risk_level, t.risk_status, t.created_at)
    ORDER BY t.cluster_id
    ON CONFLICT (account_id, cluster_id, site) DO UPDATE
    SET cluster_name = excluded.cluster_name, cluster_type = excluded.cluster_type, state = excluded.state,
        region_id = excluded.region_id, instances = excluded.instances, risk_instances = excluded.risk_instances,
        vulnerabilities = excluded.vulnerabilities, alerts = excluded.alerts, risk_level = excluded.risk_level,
        risk_status = excluded.risk_status, created_at = excluded.created_at, changed_at = sasync.moment(), gone_at = NULL
    RETURNING 1
),
gone AS (
    UPDATE sasync.listed_cluster c
    SET gone_at = sasync.moment(), changed_at = sasync.moment()
    WHERE $3::boolean AND c.account_id = $1 AND c.site = $2 AND c.gone_at IS NULL
      AND NOT EXISTS (SELECT FROM told t WHERE t.cluster_id = c.cluster_id)
    RETURNING 1
)
SELECT (SELECT count(*) FROM written) + (SELECT count(*) FROM gone)
