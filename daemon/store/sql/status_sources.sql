SELECT s.account, s.account_id, s.site, s.source, s.source_id, s.configured, s.health, s.fresh,
       (date_part('epoch', s.age) * 1000)::bigint, (date_part('epoch', s.read_at) * 1000)::bigint,
       (date_part('epoch', s.proven_at) * 1000)::bigint,
       (date_part('epoch', sasync.moment() - t.not_entitled_at) * 1000)::bigint, s.last_verdict, s.last_walk_id,
       (date_part('epoch', w.ended_at) * 1000)::bigint, s.open_findings, s.held, s.reason,
       s.edition, s.image_scans_total, s.image_scans_left, (date_part('epoch', s.names_at) * 1000)::bigint, s.not_told,
       date_part('epoch', s.freshness_limit)::bigint
FROM sas.source s
JOIN sasync.source t ON t.account_id = s.account_id AND t.source_id = s.source_id
LEFT JOIN sasync.walk w ON w.account_id = s.account_id AND w.walk_id = s.last_walk_id
ORDER BY s.account, s.site, s.source
