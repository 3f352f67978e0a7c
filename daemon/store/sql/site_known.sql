-- $3: how old it may be, in milliseconds.
SELECT coalesce(names_at + $3::bigint * interval '1 millisecond' <= sasync.moment(), true),
       coalesce(subscription_at + $3::bigint * interval '1 millisecond' <= sasync.moment(), true), names_fault, subscription_fault
FROM sasync.site
WHERE account_id = $1 AND site = $2
