-- The index brings them in this order: a first load, all of one age, is not sorted whole.
WITH oldest AS (
    SELECT account_id, finding_key, opened_at
    FROM sas.finding
    WHERE presence = 'present'
    ORDER BY opened_at
    LIMIT 1000
)
SELECT coalesce(nullif(concat_ws('/', f.repo_namespace, f.repo_name), '') || coalesce(':' || f.tag, ''), f.image, f.image_uuid),
       f.account, coalesce(f.level, ''), coalesce(f.malware_name, f.malicious_md5), f.status_name,
       (date_part('epoch', sasync.moment() - f.opened_at) * 1000)::bigint,
       (date_part('epoch', sasync.moment() - f.first_scan_at) * 1000)::bigint, f.is_current
FROM oldest o
JOIN sas.finding f USING (account_id, finding_key)
ORDER BY o.opened_at, f.level_rank DESC, f.first_scan_at, f.finding_key
LIMIT $1::bigint
