SELECT q.id, q.source, q.reason, (date_part('epoch', q.first_at) * 1000)::bigint,
       (date_part('epoch', q.gone_at) * 1000)::bigint, q.payload, octet_length(q.payload)
FROM sas.quarantine q
WHERE starts_with(q.id, lower($1::text))
ORDER BY q.id, q.source
LIMIT 100
