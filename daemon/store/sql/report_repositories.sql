SELECT concat_ws('/', repo_namespace, repo_name) || coalesce(' (' || repo_region_id || ')', ''), account, open_serious,
       open_suspicious, open_findings, (date_part('epoch', sasync.moment() - latest_scan_at) * 1000)::bigint,
       count(*) OVER ()
FROM sas.repository
WHERE open_findings > 0
ORDER BY open_serious DESC, open_suspicious DESC, open_findings DESC, repo_namespace, repo_name
LIMIT $1::bigint
