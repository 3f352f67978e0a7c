-- The counts that publish keeps against the findings and episodes that they follow from.
SELECT 'open_count' AS thing, NULL::uuid AS finding_key,
       concat_ws('/', source_id, repo_region_id, repo_instance_id, repo_namespace, repo_name, level, status) AS place,
       'findings' AS field, coalesce(c.findings, 0)::text AS stored, coalesce(x.findings, 0)::text AS expected
FROM (SELECT o.* FROM sasync.open_count o WHERE o.account_id = $1) c
FULL JOIN sasync.expected_open_counts($1) x
     USING (source_id, repo_region_id, repo_instance_id, repo_namespace, repo_name, level, status)
WHERE coalesce(c.findings, 0) <> coalesce(x.findings, 0)
UNION ALL
SELECT thing, NULL, translate(key, E'\x1f', '/'), v.field, v.stored, v.expected
FROM (SELECT o.* FROM sasync.standing o WHERE o.account_id = $1) s
FULL JOIN sasync.expected_standings($1) x USING (thing, key)
CROSS JOIN LATERAL (SELECT s.account_id IS NOT NULL AND x.account_id IS NOT NULL AS both) h
CROSS JOIN LATERAL (
    VALUES ('serious', coalesce(s.serious, 0)::text, coalesce(x.serious, 0)::text, true),
           ('suspicious', coalesce(s.suspicious, 0)::text, coalesce(x.suspicious, 0)::text, true),
           ('remind', coalesce(s.remind, 0)::text, coalesce(x.remind, 0)::text, true),
           ('other', coalesce(s.other, 0)::text, coalesce(x.other, 0)::text, true),
           ('found', coalesce(s.found, 0)::text, coalesce(x.found, 0)::text, true),
           ('is cleared', (s.cleared_at IS NOT NULL)::text, (x.cleared_at IS NOT NULL)::text, h.both),
           -- Findings can leave a repository, and its times stay.
           ('first_opened_at', sasync.iso(s.first_opened_at), sasync.iso(x.first_opened_at),
            h.both AND thing <> 'repository'),
           ('open_since', sasync.iso(s.open_since), sasync.iso(x.open_since), h.both AND thing <> 'repository'),
           ('cleared_at', sasync.iso(s.cleared_at), sasync.iso(x.cleared_at), h.both AND thing <> 'repository'),
           ('latest_scan_at', sasync.iso(s.latest_scan_at), sasync.iso(x.latest_scan_at),
            h.both AND (s.latest_scan_at >= x.latest_scan_at) IS NOT TRUE)
    ) AS v(field, stored, expected, applies)
WHERE v.applies AND v.stored IS DISTINCT FROM v.expected
