-- Findings that ended while another one of the same file, and of the same digest, image or target, was opened
-- in or since the first walk that missed them ($5): the same thing under a new key. The new episode carries
-- the old one on.
WITH young AS MATERIALIZED (
    SELECT b.finding_key, b.episode, b.malicious_md5, b.digest, b.image, b.image_key, b.opened_walk, o.target_type,
           o.target_id
    FROM sasync.finding b
    JOIN sasync.occurrence o ON o.account_id = $1 AND o.site = b.site AND o.row_key = b.row_key
    JOIN sasync.episode e
         ON e.account_id = $1 AND e.finding_key = b.finding_key AND e.episode = b.episode AND e.continued_from IS NULL
    WHERE b.account_id = $1 AND b.presence = 'present'
      AND b.opened_at >= (SELECT min(w.started_at) FROM sasync.walk w
                          WHERE w.account_id = $1 AND w.walk_id = ANY ($5::bigint[]))
),
pair AS MATERIALIZED (
    SELECT DISTINCT ON (b.finding_key) b.finding_key, b.episode, b.image_key, a.finding_key AS former,
           a.episode AS former_episode, coalesce(l.continued_since, l.opened_at) AS since, a.image_key AS former_image
    FROM unnest($4::uuid[], $5::bigint[]) AS c(finding_key, missed_by)
    JOIN sasync.finding a ON a.account_id = $1 AND a.finding_key = c.finding_key AND a.presence = 'absent'
    JOIN sasync.episode l ON l.account_id = $1 AND l.finding_key = a.finding_key AND l.episode = a.episode
    JOIN sasync.occurrence o ON o.account_id = $1 AND o.site = a.site AND o.row_key = a.row_key
    JOIN young b ON b.malicious_md5 = a.malicious_md5 AND b.finding_key <> a.finding_key
                AND b.opened_walk >= c.missed_by
                AND (b.digest = a.digest OR b.image = a.image
                     OR (b.target_type, b.target_id) = (o.target_type, o.target_id))
    ORDER BY b.finding_key, b.digest = a.digest DESC NULLS LAST, a.finding_key
),
continued AS (
    UPDATE sasync.episode e
    SET continued_from = p.former, continued_since = p.since
    FROM pair p
    WHERE e.account_id = $1 AND e.finding_key = p.finding_key AND e.episode = p.episode
),
carried_on AS (
    UPDATE sasync.episode e
    SET continued_as = p.finding_key
    FROM pair p
    WHERE e.account_id = $1 AND e.finding_key = p.former AND e.episode = p.former_episode
)
INSERT INTO sasync.event (account_id, walk_id, source_id, finding_key, kind, old_value, new_value)
SELECT $1, $2::bigint, $3::bigint, p.finding_key, 'rekeyed', p.former_image, p.image_key
FROM pair p
ORDER BY p.finding_key
