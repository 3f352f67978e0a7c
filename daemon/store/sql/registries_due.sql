-- The registry instances of repositories with present findings whose list is due, each in the region where most of its
-- findings are. Those that failed last time come last, so that they keep nobody from being read.
--
-- $1 account, $2 site, $3 how old a list may be, in milliseconds
WITH place AS (
    SELECT f.repo_instance_id, f.repo_region_id, count(*) AS findings
    FROM sasync.finding f
    WHERE f.account_id = $1 AND f.site = $2 AND f.presence = 'present' AND f.repo_instance_id ~ '^cri-[a-z0-9-]{1,60}$'
      AND f.repo_region_id ~ '^[a-z0-9-]{1,40}$'
    GROUP BY f.repo_instance_id, f.repo_region_id
),
registry AS (
    SELECT DISTINCT ON (repo_instance_id) repo_instance_id, repo_region_id
    FROM place
    ORDER BY repo_instance_id, findings DESC, repo_region_id
)
SELECT r.repo_region_id, r.repo_instance_id, l.fault
FROM registry r
LEFT JOIN sasync.listing l
    ON l.account_id = $1 AND l.site = $2 AND l.kind = 'repositories' AND l.scope = r.repo_instance_id
WHERE l.fault IS NOT NULL OR coalesce(l.read_at + $3::bigint * interval '1 millisecond' <= sasync.moment(), true)
ORDER BY l.fault IS NOT NULL, l.read_at NULLS FIRST, r.repo_instance_id
LIMIT 200
