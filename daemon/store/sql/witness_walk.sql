-- Puts what a listing counts beside the last walk of the source, and what of it no present finding of the site accounts
-- for ($6: whether that can be told).
--
-- $1 account, $2 site, $3 suffix of the source, $4 MD5s in lower case, $5 their images
WITH listed AS MATERIALIZED (
    SELECT t.md5 COLLATE "C" AS md5, t.images
    FROM unnest($4::text[], $5::bigint[]) AS t(md5, images)
),
present AS MATERIALIZED (
    SELECT lower(f.malicious_md5) AS md5, count(*) AS images
    FROM (SELECT DISTINCT s.finding_key
          FROM sasync.occurrence_state s
          WHERE s.account_id = $1 AND s.site = $2 AND s.gone_walk IS NULL AND $6::boolean) k
    JOIN sasync.finding f ON f.account_id = $1 AND f.finding_key = k.finding_key
    GROUP BY 1
),
witness AS MATERIALIZED (
    SELECT count(*) AS files, coalesce(sum(l.images), 0)::bigint AS images,
           count(*) FILTER (WHERE p.md5 IS NULL) AS unseen_files,
           coalesce(sum(greatest(l.images - coalesce(p.images, 0), 0)), 0)::bigint AS unseen_images
    FROM listed l
    LEFT JOIN present p ON p.md5 = l.md5
)
UPDATE sasync.walk w
SET listed_files = n.files, listed_images = n.images,
    listed_unseen = CASE WHEN $6::boolean THEN n.unseen_files END,
    listed_beyond = CASE WHEN $6::boolean THEN n.unseen_images END
FROM witness n, sasync.source s
WHERE s.account_id = $1 AND s.site = $2 AND s.suffix = $3 AND w.account_id = $1 AND w.walk_id = s.last_walk
RETURNING coalesce(w.listed_unseen, 0), coalesce(w.listed_beyond, 0)
