SELECT coalesce(nullif(concat_ws('/', repo_namespace, repo_name), '') || coalesce(':' || tag, ''), image, image_uuid),
       account, open_serious, open_suspicious, open_findings, (date_part('epoch', open_age) * 1000)::bigint,
       count(*) OVER ()
FROM sas.image
WHERE open_findings > 0
ORDER BY open_serious DESC, open_suspicious DESC, open_findings DESC, image_uuid
LIMIT $1::bigint
