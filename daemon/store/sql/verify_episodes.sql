-- Findings against their episodes: numbered from 1 without a gap, the last one open just where the finding is present.
SELECT 'finding' AS thing, coalesce(f.finding_key, e.finding_key) AS finding_key, NULL::text AS place, v.field, v.stored,
       v.expected
FROM (SELECT g.* FROM sasync.finding g WHERE g.account_id = $1) f
FULL JOIN (SELECT i.finding_key, count(*) AS episodes, max(i.episode) AS episode,
                  count(*) FILTER (WHERE i.closed_at IS NULL) AS open_ones
           FROM sasync.episode i
           WHERE i.account_id = $1
           GROUP BY i.finding_key) e ON e.finding_key = f.finding_key
LEFT JOIN sasync.episode l ON l.account_id = $1 AND l.finding_key = e.finding_key AND l.episode = e.episode
CROSS JOIN LATERAL (VALUES ('episode', f.episode::text, e.episode::text),
                           ('opened_at', sasync.iso(f.opened_at), sasync.iso(l.opened_at)),
                           ('opened_walk', f.opened_walk::text, l.opening_walk::text),
                           ('closed_at', sasync.iso(f.closed_at), sasync.iso(l.closed_at)),
                           ('close_reason', f.close_reason, l.close_reason),
                           ('level of the last episode', CASE WHEN l.closed_at IS NOT NULL THEN l.level END,
                            CASE WHEN l.closed_at IS NOT NULL THEN f.level END),
                           ('status of the last episode', CASE WHEN l.closed_at IS NOT NULL THEN l.last_status::text END,
                            CASE WHEN l.closed_at IS NOT NULL THEN f.status::text END),
                           ('repository of the last episode',
                            CASE WHEN l.closed_at IS NOT NULL THEN concat_ws('/', l.repo_namespace, l.repo_name) END,
                            CASE WHEN l.closed_at IS NOT NULL THEN concat_ws('/', f.repo_namespace, f.repo_name) END),
                           ('image_key of the last episode', l.image_key, left(f.image_key, 200)),
                           ('number of episodes', e.episodes::text, e.episode::text),
                           ('open episodes', e.open_ones::text, CASE WHEN f.presence = 'present' THEN '1' ELSE '0' END),
                           ('presence', f.presence, CASE WHEN l.closed_at IS NULL THEN 'present' ELSE 'absent' END))
                   AS v(field, stored, expected)
WHERE v.stored IS DISTINCT FROM v.expected
  AND (f.finding_key IS NOT NULL AND e.finding_key IS NOT NULL OR v.field = 'episode')
  AND ((f.episode, f.opened_at, f.opened_walk, f.closed_at, f.close_reason, left(f.image_key, 200), e.episodes,
        e.open_ones, f.presence = 'present')
       IS DISTINCT FROM
       (l.episode, l.opened_at, l.opening_walk, l.closed_at, l.close_reason, l.image_key, e.episode::bigint,
        (f.presence = 'present')::integer::bigint, l.closed_at IS NULL)
       OR l.closed_at IS NOT NULL AND (l.level, l.last_status, l.repo_namespace, l.repo_name)
                                   IS DISTINCT FROM (f.level, f.status, f.repo_namespace, f.repo_name))
