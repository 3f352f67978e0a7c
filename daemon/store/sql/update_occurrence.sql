-- Rows that are written in full, where anything in them differs. DownloadUrl is signed anew at every call, so
-- it is no reason to write. Returns what moved of the places.
WITH moved AS (
    UPDATE sasync.occurrence o
    SET malicious_md5 = n.malicious_md5,
        image_uuid = n.image_uuid,
        digest = n.digest,
        layer = n.layer,
        file_path = n.file_path,
        image = n.image,
        tag = n.tag,
        repo_region_id = n.repo_region_id,
        repo_instance_id = n.repo_instance_id,
        repo_id = n.repo_id,
        repo_name = n.repo_name,
        repo_namespace = n.repo_namespace,
        cluster_id = n.cluster_id,
        cluster_name = n.cluster_name,
        pod = n.pod,
        container_id = n.container_id,
        instance_name = n.instance_name,
        internet_ip = n.internet_ip,
        intranet_ip = n.intranet_ip,
        host_uuid = n.host_uuid,
        target_type = n.target_type,
        target_id = n.target_id,
        target_name = n.target_name,
        highlight = n.highlight,
        download_url = n.download_url,
        extra = n.extra
    FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
                $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[],
                $24::text[], $25::text[], $26::text[], $27::jsonb[], $28::text[], $29::jsonb[])
             AS n(row_key, malicious_md5, image_uuid, digest, layer, file_path, image, tag, repo_region_id,
                repo_instance_id, repo_id, repo_name, repo_namespace, cluster_id, cluster_name, pod,
                container_id, instance_name, internet_ip, intranet_ip, host_uuid, target_type, target_id,
                target_name, highlight, download_url, extra)
    JOIN sasync.occurrence old ON old.account_id = $1 AND old.site = $2 AND old.row_key = n.row_key
    WHERE o.account_id = $1 AND o.site = $2 AND o.row_key = n.row_key
      AND (o.malicious_md5, o.image_uuid, o.digest, o.layer, o.file_path, o.image, o.tag, o.repo_region_id,
           o.repo_instance_id, o.repo_id, o.repo_name, o.repo_namespace, o.cluster_id, o.cluster_name,
           o.pod, o.container_id, o.instance_name, o.internet_ip, o.intranet_ip, o.host_uuid, o.target_type,
           o.target_id, o.target_name, o.highlight, o.extra)
          IS DISTINCT FROM
          (n.malicious_md5, n.image_uuid, n.digest, n.layer, n.file_path, n.image, n.tag, n.repo_region_id,
           n.repo_instance_id, n.repo_id, n.repo_name, n.repo_namespace, n.cluster_id, n.cluster_name,
           n.pod, n.container_id, n.instance_name, n.internet_ip, n.intranet_ip, n.host_uuid, n.target_type,
           n.target_id, n.target_name, n.highlight, n.extra)
    RETURNING o.row_key,
              jsonb_build_object('image', old.image, 'repo_region_id', old.repo_region_id, 'repo_name', old.repo_name,
                                 'repo_namespace', old.repo_namespace, 'cluster_name', old.cluster_name,
                                 'pod', old.pod, 'instance_name', old.instance_name,
                                 'internet_ip', old.internet_ip, 'intranet_ip', old.intranet_ip,
                                 'target_name', old.target_name) AS old_place,
              jsonb_build_object('image', o.image, 'repo_region_id', o.repo_region_id, 'repo_name', o.repo_name,
                                 'repo_namespace', o.repo_namespace, 'cluster_name', o.cluster_name,
                                 'pod', o.pod, 'instance_name', o.instance_name,
                                 'internet_ip', o.internet_ip, 'intranet_ip', o.intranet_ip,
                                 'target_name', o.target_name) AS new_place
)
SELECT row_key,
       (SELECT jsonb_object_agg(w.key, w.value) FROM jsonb_each(old_place) w WHERE new_place -> w.key <> w.value),
       (SELECT jsonb_object_agg(i.key, i.value) FROM jsonb_each(new_place) i WHERE old_place -> i.key <> i.value)
FROM moved
WHERE old_place <> new_place
