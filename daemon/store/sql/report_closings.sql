SELECT (date_part('epoch', p.closed_at) * 1000)::bigint, coalesce(p.source, p.account),
       coalesce(nullif(concat_ws('/', p.repo_namespace, p.repo_name), ''), p.image, p.image_uuid), p.malicious_md5,
       p.close_reason, coalesce(p.proof, ''), coalesce(p.first_request_id, ''), coalesce(p.closing_request_id, '')
FROM sas.proof p
WHERE p.closed_at >= $1::date::timestamp AT TIME ZONE 'UTC'
ORDER BY p.closed_at DESC, p.finding_key
LIMIT $2::bigint
