UPDATE sasync.finding f
SET image_key = coalesce(o.image_uuid, o.derived_key), is_derived = o.image_uuid IS NULL,
    malicious_md5 = left(o.malicious_md5, 200), image = o.image, digest = o.digest, tag = o.tag,
    repo_region_id = left(o.repo_region_id, 100), repo_instance_id = left(o.repo_instance_id, 100),
    repo_id = o.repo_id, repo_name = left(o.repo_name, 100), repo_namespace = left(o.repo_namespace, 100)
FROM sasync.occurrence o
WHERE f.account_id = $1 AND o.account_id = $1 AND o.site = f.site AND o.row_key = f.row_key
  AND coalesce(o.image_uuid, o.derived_key) IS NOT NULL
  AND (f.image_key, f.is_derived, f.malicious_md5, f.image, f.digest, f.tag, f.repo_region_id, f.repo_instance_id,
       f.repo_id, f.repo_name, f.repo_namespace)
      IS DISTINCT FROM
      (coalesce(o.image_uuid, o.derived_key), o.image_uuid IS NULL, left(o.malicious_md5, 200), o.image, o.digest, o.tag,
       left(o.repo_region_id, 100), left(o.repo_instance_id, 100), o.repo_id, left(o.repo_name, 100),
       left(o.repo_namespace, 100))
