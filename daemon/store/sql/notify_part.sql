-- Rings for those who LISTEN sasyncd, once this is committed. Any role of the database may listen: where some may not see
-- all accounts, it tells no more than where to look. By its number a part is not taken for one that was told before.
SELECT pg_notify('sasyncd', (
    CASE WHEN EXISTS (SELECT FROM sasync.reader_account)
         THEN json_build_object('sweep', w.sweep_id, 'walk', w.walk_id)
         ELSE json_build_object('sweep', w.sweep_id, 'walk', w.walk_id, 'part', $8::bigint, 'account_id', w.account_id,
                                'source', left(a.label, 500) || '/' || s.site || s.suffix,
                                'opened', $3::bigint, 'reopened', $4::bigint, 'closed', $5::bigint,
                                'changed', $6::bigint, 'rescanned', $7::bigint) END)::text)
FROM sasync.walk w
JOIN sasync.source s ON s.account_id = w.account_id AND s.source_id = w.source_id
LEFT JOIN sasync.account a ON a.account_id = w.account_id
WHERE w.account_id = $1 AND w.walk_id = $2::bigint
