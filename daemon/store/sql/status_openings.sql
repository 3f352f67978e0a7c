WITH newest AS (
    -- The index brings them in this order; a first load of any size behind them is not read.
    SELECT account_id, finding_key, episode, opened_at, closed_at, level, is_initial
    FROM sasync.episode
    WHERE opened_at > sasync.moment() - interval '30 days'
    ORDER BY opened_at DESC
    LIMIT 5000),
     shown AS (
    SELECT *
    FROM newest
    WHERE NOT is_initial
    ORDER BY opened_at DESC, CASE WHEN level IS NULL THEN 0 ELSE sasync.level_rank(level) END DESC, finding_key
    LIMIT 8)
SELECT (date_part('epoch', sasync.moment() - e.opened_at) * 1000)::bigint, coalesce(e.level, ''),
       CASE WHEN f.repo_name <> ''
            THEN concat_ws('/', nullif(f.repo_namespace, ''), f.repo_name) || coalesce(':' || nullif(f.tag, ''), '')
            ELSE coalesce(nullif(f.image, ''), f.image_key) END,
       coalesce(m.name, f.malicious_md5), a.label || '/' || s.site || s.suffix, e.episode > 1, e.closed_at IS NULL
FROM shown e
JOIN sasync.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
JOIN sasync.account a ON a.account_id = e.account_id
JOIN sasync.source s ON s.account_id = f.account_id AND s.source_id = f.source_id
LEFT JOIN sasync.malware m ON m.malicious_md5 = lower(f.malicious_md5)
ORDER BY e.opened_at DESC, CASE WHEN e.level IS NULL THEN 0 ELSE sasync.level_rank(e.level) END DESC, e.finding_key
