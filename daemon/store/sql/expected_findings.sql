-- Findings as their present occurrences fold, by the rules of fold.sql; what is frozen in an absent one stays as it is.
-- An occurrence that went since the finding was opened may have told its first or latest times: so those can only be
-- known to be too late, or too early.
SELECT coalesce(f.finding_key, n.finding_key) AS finding_key, f.finding_key IS NULL AS is_missing,
       coalesce(n.present, 0) AS occurrences, CASE WHEN n.present > 0 THEN 'present' ELSE 'absent' END AS presence,
       CASE WHEN n.present > 0 THEN n.level ELSE f.level END AS level,
       CASE WHEN n.present > 0 THEN n.status ELSE f.status END AS status,
       least(f.first_scan_at, n.first_scan_at) AS first_scan_at,
       greatest(f.latest_scan_at, n.latest_scan_at) AS latest_scan_at,
       greatest(f.latest_verify_at, n.latest_verify_at) AS latest_verify_at,
       coalesce(n.source_id, f.source_id) AS source_id,
       CASE WHEN n.present IS NULL THEN f.other_sources
            WHEN n.source_id = n.last_source_id THEN NULL
            ELSE (SELECT array_agg(DISTINCT o.source_id ORDER BY o.source_id)
                  FROM sasync.occurrence_state o
                  WHERE o.account_id = $1 AND o.finding_key = n.finding_key AND o.gone_walk IS NULL)
            END AS other_sources,
       CASE WHEN n.present > 0 THEN left(n.place, 36)::uuid ELSE f.row_key END AS row_key,
       CASE WHEN n.present > 0 THEN substr(n.place, 37) ELSE f.site END AS site
FROM (SELECT g.finding_key, g.level, g.status, g.first_scan_at, g.latest_scan_at, g.latest_verify_at, g.source_id,
             g.other_sources, g.row_key, g.site
      FROM sasync.finding g
      WHERE g.account_id = $1) f
FULL JOIN (SELECT s.finding_key, count(*)::integer AS present,
                  left(substr(max(sasync.level_rank(s.level) || s.level), 2), 60) AS level,
                  sasync.status_of_weight(min(sasync.status_weight(s.status))) AS status,
                  min(s.first_scan_at) AS first_scan_at,
                  max(s.latest_scan_at) AS latest_scan_at,
                  max(s.latest_verify_at) AS latest_verify_at,
                  min(s.source_id) AS source_id,
                  max(s.source_id) AS last_source_id,
                  min(s.row_key::text || s.site) AS place
           FROM sasync.occurrence_state s
           WHERE s.account_id = $1 AND s.gone_walk IS NULL
           GROUP BY s.finding_key) n ON n.finding_key = f.finding_key
