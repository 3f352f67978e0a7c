-- Every occurrence as it is stored, to be fetched piece by piece, with the keys and the fingerprint that follow from it.
SELECT o.malicious_md5, o.image_uuid, o.digest, o.layer, o.file_path, o.image, o.tag, o.repo_region_id,
       o.repo_instance_id, o.repo_id, o.repo_name, o.repo_namespace, o.cluster_id, o.cluster_name, o.pod, o.container_id,
       o.instance_name, o.internet_ip, o.intranet_ip, o.host_uuid, o.target_type, o.target_id, o.target_name,
       o.highlight, o.download_url, s.level, s.status, (date_part('epoch', s.first_scan_at) * 1000)::bigint, o.site,
       o.row_key, s.finding_key, s.fingerprint, o.derived_key
FROM sasync.occurrence o
JOIN sasync.occurrence_state s ON s.account_id = o.account_id AND s.site = o.site AND s.row_key = o.row_key
WHERE o.account_id = $1
