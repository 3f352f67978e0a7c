-- Whether the clusters are due; why they could not be read last time; whether a fault stands there of a list that is not
-- wanted any more.
--
-- $1 account, $2 site, $3 how old a list may be, in milliseconds, $4 repositories are wanted, $5 clusters are
SELECT coalesce(bool_or(fault IS NOT NULL
                        OR coalesce(read_at + $3::bigint * interval '1 millisecond' <= sasync.moment(), true))
                    FILTER (WHERE kind = 'clusters'), true),
       max(fault) FILTER (WHERE kind = 'clusters'),
       coalesce(bool_or(fault IS NOT NULL AND NOT CASE kind WHEN 'repositories' THEN $4::boolean ELSE $5::boolean END), false)
FROM sasync.listing
WHERE account_id = $1 AND site = $2
