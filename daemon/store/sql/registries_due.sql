-- The registry instances of repositories with present findings whose list is due. Each belongs to the region and the site
-- where most of its findings are, so that no two ask for it. Those that failed last time come last, so that they keep
-- nobody from being read.
--
-- $1 account, $2 site, $3 how old a list may be, in milliseconds
WITH place AS (
    SELECT c.repo_instance_id, c.repo_region_id, s.site, sum(c.findings) AS findings
    FROM sasync.open_count c
    JOIN sasync.source s ON s.account_id = c.account_id AND s.source_id = c.source_id
    WHERE c.account_id = $1 AND c.findings > 0 AND c.repo_instance_id ~ '^cri-[a-z0-9-]{1,60}$'
      AND c.repo_region_id ~ '^[a-z0-9-]{1,40}$'
    GROUP BY c.repo_instance_id, c.repo_region_id, s.site
),
registry AS (
    SELECT DISTINCT ON (repo_instance_id) repo_instance_id, repo_region_id, site
    FROM place
    ORDER BY repo_instance_id, findings DESC, repo_region_id, site
)
SELECT r.repo_region_id, r.repo_instance_id, l.fault
FROM registry r
LEFT JOIN sasync.listing l
    ON l.account_id = $1 AND l.site = $2 AND l.kind = 'repositories' AND l.scope = r.repo_instance_id
WHERE r.site = $2
  AND (l.fault IS NOT NULL OR coalesce(l.read_at + $3::bigint * interval '1 millisecond' <= sasync.moment(), true))
ORDER BY l.fault IS NOT NULL, l.read_at NULLS FIRST, r.repo_instance_id
LIMIT 200
