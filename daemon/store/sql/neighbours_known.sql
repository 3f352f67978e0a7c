-- $1 account, $2 site, $3 how old a list may be, in milliseconds, $4 repositories are wanted, $5 clusters are
--
-- Whether a list of repositories is due; whether the clusters are; why these could not be read last time; whether a fault
-- stands there of a list that is not wanted any more.
SELECT coalesce(bool_or(l.is_due) FILTER (WHERE l.kind = 'repositories'), true),
       coalesce(bool_or(l.is_due) FILTER (WHERE l.kind = 'clusters'), true),
       max(l.fault) FILTER (WHERE l.kind = 'clusters'),
       coalesce(bool_or(l.fault IS NOT NULL AND NOT CASE l.kind WHEN 'repositories' THEN $4::boolean ELSE $5::boolean END),
                false)
FROM (
    SELECT kind, fault,
           fault IS NOT NULL OR coalesce(read_at + $3::bigint * interval '1 millisecond' <= sasync.moment(), true) AS is_due
    FROM sasync.listing
    WHERE account_id = $1 AND site = $2) l
