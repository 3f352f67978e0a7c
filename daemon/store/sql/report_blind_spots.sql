SELECT kind, coalesce(nullif(concat_ws('/', repo_namespace, repo_name), '') || coalesce(' (' || repo_region_id || ')', ''),
                      cluster_name, cluster_id, ''), account, open_findings,
       (date_part('epoch', not_scanned_for) * 1000)::bigint, count(*) OVER ()
FROM sas.blind_spot
WHERE not_scanned_for IS NULL OR not_scanned_for > interval '7 days'
ORDER BY not_scanned_for DESC NULLS FIRST, open_findings DESC, 2
LIMIT $1::bigint
