SELECT q.id, q.source, q.reason, (date_part('epoch', q.first_at) * 1000)::bigint,
       (date_part('epoch', q.gone_at) * 1000)::bigint, left(q.payload, $3::integer), octet_length(q.payload)
FROM sas.quarantine q
WHERE ($1::text IS NULL OR q.source = $1::text)
  AND ($2::boolean OR q.gone_at IS NULL)
ORDER BY q.source, q.first_at, q.id
