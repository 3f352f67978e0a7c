SELECT o.site || '/' || o.row_key, coalesce(o.image_uuid, o.derived_key), o.malicious_md5
FROM unnest($2::text[]) AS n(place)
JOIN sasync.occurrence o
     ON o.account_id = $1 AND o.site = split_part(n.place, '/', 1) AND o.row_key = split_part(n.place, '/', 2)::uuid
