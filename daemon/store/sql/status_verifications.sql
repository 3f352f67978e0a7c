SELECT a.label, v.account_id, (date_part('epoch', v.verified_at) * 1000)::bigint,
       (date_part('epoch', sasync.moment() - v.verified_at) * 1000)::bigint, v.differences
FROM sasync.verification v
JOIN sasync.account a ON a.account_id = v.account_id
ORDER BY a.label
