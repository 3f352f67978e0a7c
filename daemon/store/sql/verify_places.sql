-- Image and repository of findings against the occurrence that they take them from.
SELECT 'finding' AS thing, f.finding_key, f.site || '/' || f.row_key AS place, v.field, v.stored, v.expected
FROM sasync.finding f
LEFT JOIN sasync.occurrence o ON o.account_id = $1 AND o.site = f.site AND o.row_key = f.row_key
CROSS JOIN LATERAL (VALUES ('image_key', f.image_key, coalesce(o.image_uuid, o.derived_key)),
                           ('is_derived', f.is_derived::text, (o.image_uuid IS NULL)::text),
                           ('malicious_md5', f.malicious_md5, left(o.malicious_md5, 200)),
                           ('image', f.image, o.image),
                           ('digest', f.digest, o.digest),
                           ('tag', f.tag, o.tag),
                           ('repo_region_id', f.repo_region_id, left(o.repo_region_id, 100)),
                           ('repo_instance_id', f.repo_instance_id, left(o.repo_instance_id, 100)),
                           ('repo_id', f.repo_id, o.repo_id),
                           ('repo_name', f.repo_name, left(o.repo_name, 100)),
                           ('repo_namespace', f.repo_namespace, left(o.repo_namespace, 100)))
                   AS v(field, stored, expected)
WHERE f.account_id = $1
  AND (f.image_key, f.is_derived, f.malicious_md5, f.image, f.digest, f.tag, f.repo_region_id, f.repo_instance_id,
       f.repo_id, f.repo_name, f.repo_namespace)
      IS DISTINCT FROM
      (coalesce(o.image_uuid, o.derived_key), o.image_uuid IS NULL, left(o.malicious_md5, 200), o.image, o.digest, o.tag,
       left(o.repo_region_id, 100), left(o.repo_instance_id, 100), o.repo_id, left(o.repo_name, 100),
       left(o.repo_namespace, 100))
  AND v.stored IS DISTINCT FROM v.expected
  AND (o.row_key IS NOT NULL OR v.field = 'image_key')
