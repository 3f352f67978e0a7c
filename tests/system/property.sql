-- After a sweep, whatever went wrong in it: prints what must not be. Variables: last_number, of the last request before
-- the sweep; after_sweep, the last one before it (a sync that was killed may not have begun any); moved: yes, where the
-- data changed under it; killed: yes, where the process was; and what truth.sql wants.
\ir truth.sql
CREATE TEMP TABLE lives_on AS SELECT site, path FROM living INTERSECT SELECT site, path FROM told;
SELECT 'a living row was lost: ' || site || ' ' || path
FROM (SELECT site, path FROM shown INTERSECT SELECT site, path FROM lives_on
      EXCEPT SELECT site, file_path FROM sas.occurrence WHERE presence = 'present') AS l;
SELECT 'a row is there twice: ' || site || ' ' || file_path
FROM sas.occurrence WHERE presence = 'present' GROUP BY site, file_path HAVING count(*) > 1;
SELECT 'a finding is there twice: ' || image_uuid || ' ' || lower(malicious_md5)
FROM sas.finding GROUP BY account_id, image_uuid, lower(malicious_md5) HAVING count(*) > 1;
SELECT w.source || ' was whole, but ' || w.keys || ' rows and ' || w.quarantined || ' bad ones are not the ' || t.rows
       || ' that live'
FROM sas.walk AS w JOIN (SELECT site, count(*) AS rows FROM told GROUP BY site) AS t USING (site)
WHERE w.sweep_id > :after_sweep AND w.verdict = 'whole' AND :'moved' = 'no'
  AND w.keys + w.quarantined < t.rows;
SELECT 'a walk was left without an end: ' || walk_id FROM sas.walk WHERE verdict IS NULL AND :'killed' = 'no';
-- What went under the sweep went after its begin.
INSERT INTO removed
SELECT l.site, l.path, :last_number FROM (SELECT site, path FROM living EXCEPT SELECT site, path FROM told) AS l;
TRUNCATE living;
INSERT INTO living SELECT site, path FROM told;
-- What changed of findings that stayed, events of this sweep tell, and they begin with what was.
SELECT to_regclass('finding_before') IS NOT NULL AS has_before \gset
\if :has_before
CREATE TEMP TABLE stayed AS
SELECT b.account_id, b.finding_key, b.occurrences AS old_occurrences, f.occurrences, v.*
FROM finding_before AS b
JOIN sas.finding AS f USING (account_id, finding_key, episodes)
CROSS JOIN LATERAL (VALUES ('level_changed', b.level, f.level), ('status_changed', b.status, f.status_name),
                           ('rescanned', b.scan, sasync.iso(f.latest_scan_at))) AS v (kind, old_value, new_value)
WHERE f.presence = 'present';
CREATE TEMP TABLE told_now AS
SELECT e.* FROM sas.event AS e JOIN sas.walk AS w USING (account_id, walk_id)
WHERE w.sweep_id > :after_sweep;
SELECT s.kind || ' from ' || coalesce(s.old_value, 'nothing') || ' to ' || coalesce(s.new_value, 'nothing')
       || ', but the events begin with ' || coalesce(e.old_value, 'nothing at all') || ', finding ' || s.finding_key
FROM stayed AS s
LEFT JOIN (SELECT DISTINCT ON (account_id, finding_key, kind) * FROM told_now WHERE row_key IS NULL
           ORDER BY account_id, finding_key, kind, at, event_id) AS e USING (account_id, finding_key, kind)
WHERE CASE WHEN e.event_id IS NULL THEN s.new_value ELSE e.old_value END IS DISTINCT FROM s.old_value;
SELECT 'of ' || s.old_occurrences || ' occurrences there are ' || s.occurrences || ', but ' || e.added
       || ' were added, ' || e.gone || ' gone, finding ' || s.finding_key
FROM stayed AS s
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE kind = 'occurrence_added') AS added,
                           count(*) FILTER (WHERE kind = 'occurrence_gone') AS gone
                    FROM told_now AS t WHERE t.finding_key = s.finding_key) AS e
WHERE s.kind = 'rescanned' AND s.occurrences <> s.old_occurrences + e.added - e.gone;
\endif
