-- What differs between the views of V0004 and the same figures got in another way: from copies of sas.finding that were
-- made after each sync (`snapshot`: moment and finding), from occurrences, events and walks. A line a difference.

CREATE TEMP TABLE placed AS
SELECT DISTINCT o.cluster_id, o.finding_key, f.level
FROM sas.occurrence o
JOIN sas.finding f USING (finding_key)
WHERE o.presence = 'present' AND o.cluster_id IS NOT NULL;

-- Findings as of a moment against what stood there then.
SELECT 'as of ' || m.moment || ': ' || d.which || ' ' || d.line
FROM (SELECT DISTINCT moment FROM snapshot) m
CROSS JOIN LATERAL (
    SELECT coalesce(t.finding_key, s.finding_key) AS finding_key, 'says ' || coalesce(to_jsonb(t)::text, 'nothing')
           || ', was ' || coalesce(to_jsonb(s)::text, 'nothing') AS line, 'finding' AS which
    FROM (SELECT finding_key, account, image_uuid, malicious_md5, presence, level, level_rank, status, status_name,
                 opened_at, closed_at, close_reason, episode AS episodes
          FROM sas.finding_as_of(m.moment)) t
    FULL JOIN (SELECT n.finding_key, n.account, n.image_uuid, n.malicious_md5, n.presence, n.level, n.level_rank,
                      n.status, n.status_name, n.opened_at, n.closed_at, n.close_reason, n.episodes
               FROM snapshot n
               WHERE n.moment = m.moment) s ON s.finding_key = t.finding_key
    WHERE (t.account, t.image_uuid, t.malicious_md5, t.presence, t.level, t.level_rank, t.status, t.status_name,
           t.opened_at, t.closed_at, t.close_reason, t.episodes)
          IS DISTINCT FROM
          (s.account, s.image_uuid, s.malicious_md5, s.presence, s.level, s.level_rank, s.status, s.status_name,
           s.opened_at, s.closed_at, s.close_reason, s.episodes)) d;

-- Days of an image against how its findings stood after the last sync of that day.
SELECT 'image_history: ' || coalesce(to_jsonb(h)::text, 'nothing') || ', was ' || coalesce(to_jsonb(s)::text, 'nothing')
FROM (SELECT image_uuid, day, open_findings, worst_level FROM sas.image_history) h
FULL JOIN (SELECT n.image_uuid, d.day, count(*) FILTER (WHERE n.presence = 'present') AS open_findings,
                  (array_agg(n.level ORDER BY n.level_rank DESC) FILTER (WHERE n.presence = 'present'))[1] AS worst_level
           FROM (SELECT (moment AT TIME ZONE 'UTC')::date AS day, max(moment) AS moment FROM snapshot GROUP BY 1) d
           JOIN snapshot n ON n.moment = d.moment
           WHERE EXISTS (SELECT FROM sas.event e
                         WHERE e.image_uuid = n.image_uuid AND e.kind IN ('opened', 'reopened', 'closed')
                           AND (e.at AT TIME ZONE 'UTC')::date = d.day)
           GROUP BY 1, 2) s ON s.image_uuid = h.image_uuid AND s.day = h.day
WHERE (h.open_findings, h.worst_level) IS DISTINCT FROM (s.open_findings, s.worst_level);
SELECT 'image_history counts: ' || coalesce(to_jsonb(h)::text, 'nothing') || ', are ' || coalesce(to_jsonb(s)::text, 'nothing')
FROM (SELECT image_uuid, day, opened, reopened, closed FROM sas.image_history) h
FULL JOIN (SELECT e.image_uuid, (e.at AT TIME ZONE 'UTC')::date AS day, count(*) FILTER (WHERE e.kind = 'opened') AS opened,
                  count(*) FILTER (WHERE e.kind = 'reopened') AS reopened,
                  count(*) FILTER (WHERE e.kind = 'closed') AS closed
           FROM sas.event e
           WHERE e.kind IN ('opened', 'reopened', 'closed')
           GROUP BY 1, 2) s ON s.image_uuid = h.image_uuid AND s.day = h.day
WHERE (h.opened, h.reopened, h.closed) IS DISTINCT FROM (s.opened, s.reopened, s.closed);

-- Open at the end of a day, by level and repository.
SELECT 'daily ' || d.day || ' ' || concat_ws('/', d.level, d.repo_instance_id, d.repo_namespace, d.repo_name) || ': says '
       || d.open_at_end || ', were ' || count(n.finding_key)
FROM sas.daily d
LEFT JOIN snapshot n
     ON n.moment = (SELECT max(x.moment) FROM snapshot x WHERE (x.moment AT TIME ZONE 'UTC')::date <= d.day)
    AND n.presence = 'present'
    AND (n.level, n.repo_instance_id, n.repo_namespace, n.repo_name)
        IS NOT DISTINCT FROM (d.level, d.repo_instance_id, d.repo_namespace, d.repo_name)
GROUP BY d.day, d.level, d.repo_instance_id, d.repo_namespace, d.repo_name, d.open_at_end
HAVING d.open_at_end <> count(n.finding_key);

-- Clusters and hosts against their occurrences, read one by one.
SELECT 'cluster: says ' || coalesce(to_jsonb(c)::text, 'nothing') || ', holds ' || coalesce(to_jsonb(s)::text, 'nothing')
FROM (SELECT cluster_id, open_findings, open_serious, open_suspicious, open_remind, open_other, files, images, pods,
             containers, hosts, latest_scan_at
      FROM sas.cluster) c
FULL JOIN (SELECT p.cluster_id, (SELECT count(*) FROM placed f WHERE f.cluster_id = p.cluster_id) AS open_findings,
                  (SELECT count(*) FROM placed f WHERE f.cluster_id = p.cluster_id AND f.level = 'serious') AS open_serious,
                  (SELECT count(*) FROM placed f WHERE f.cluster_id = p.cluster_id AND f.level = 'suspicious') AS open_suspicious,
                  (SELECT count(*) FROM placed f WHERE f.cluster_id = p.cluster_id AND f.level = 'remind') AS open_remind,
                  (SELECT count(*) FROM placed f WHERE f.cluster_id = p.cluster_id
                     AND f.level NOT IN ('serious', 'suspicious', 'remind')) AS open_other,
                  count(DISTINCT lower(p.malicious_md5)) AS files, count(DISTINCT p.image_uuid) AS images,
                  count(DISTINCT p.pod) AS pods, count(DISTINCT p.container_id) AS containers,
                  count(DISTINCT p.host_uuid) AS hosts, max(p.latest_scan_at) AS latest_scan_at
           FROM sas.occurrence p
           WHERE p.presence = 'present' AND p.cluster_id IS NOT NULL
           GROUP BY 1) s ON s.cluster_id = c.cluster_id
WHERE to_jsonb(c) IS DISTINCT FROM to_jsonb(s);
SELECT 'host: says ' || coalesce(to_jsonb(c)::text, 'nothing') || ', holds ' || coalesce(to_jsonb(s)::text, 'nothing')
FROM (SELECT host_uuid, open_findings, files, images, containers FROM sas.host) c
FULL JOIN (SELECT p.host_uuid, count(DISTINCT p.finding_key) AS open_findings,
                  count(DISTINCT lower(p.malicious_md5)) AS files, count(DISTINCT p.image_uuid) AS images,
                  count(DISTINCT p.container_id) AS containers
           FROM sas.occurrence p
           WHERE p.presence = 'present' AND p.host_uuid IS NOT NULL
           GROUP BY 1) s ON s.host_uuid = c.host_uuid
WHERE to_jsonb(c) IS DISTINCT FROM to_jsonb(s);

-- Blind spots: a place with open findings, and the latest scan of what is there or, in a repository, ever was.
SELECT 'blind_spot: says ' || coalesce(to_jsonb(b)::text, 'nothing') || ', is ' || coalesce(to_jsonb(s)::text, 'nothing')
FROM (SELECT kind, coalesce(cluster_id, concat_ws('/', repo_region_id, repo_instance_id, repo_namespace, repo_name)) AS place,
             open_findings, latest_scan_at
      FROM sas.blind_spot) b
FULL JOIN (SELECT 'repository' AS kind,
                  concat_ws('/', s.repo_region_id, s.repo_instance_id, s.repo_namespace, s.repo_name) AS place,
                  count(*) FILTER (WHERE s.presence = 'present' AND s.is_now) AS open_findings,
                  max(s.latest_scan_at) AS latest_scan_at
           FROM (SELECT n.*, n.moment = max(n.moment) OVER () AS is_now FROM snapshot n) s
           WHERE concat(s.repo_region_id, s.repo_instance_id, s.repo_namespace, s.repo_name) <> ''
           GROUP BY s.repo_region_id, s.repo_instance_id, s.repo_namespace, s.repo_name
           HAVING count(*) FILTER (WHERE s.presence = 'present' AND s.is_now) > 0
           UNION ALL
           SELECT 'cluster', p.cluster_id, count(DISTINCT p.finding_key), max(p.latest_scan_at)
           FROM sas.occurrence p
           WHERE p.presence = 'present' AND p.cluster_id IS NOT NULL
           GROUP BY p.cluster_id) s ON s.kind = b.kind AND s.place = b.place
WHERE (b.open_findings, b.latest_scan_at) IS DISTINCT FROM (s.open_findings, s.latest_scan_at);

-- Scans: every latest scan that a finding of one episode was seen with, and none that it was not.
SELECT 'scan_history misses ' || s.finding_key || ' ' || s.latest_scan_at
FROM snapshot s
WHERE s.latest_scan_at IS NOT NULL
  AND (SELECT f.episodes FROM sas.finding f WHERE f.finding_key = s.finding_key) = 1
  AND NOT EXISTS (SELECT FROM sas.scan_history h WHERE h.finding_key = s.finding_key AND h.scan_at = s.latest_scan_at);
SELECT 'scan_history makes up ' || h.finding_key || ' ' || h.scan_at
FROM sas.scan_history h
WHERE h.row_key IS NULL
  AND NOT EXISTS (SELECT FROM snapshot s WHERE s.finding_key = h.finding_key AND s.latest_scan_at = h.scan_at);

-- Closings: each has its proof and stands among the closed episodes, and none that is still open does.
SELECT 'closed otherwise: ' || e.finding_key || ' ' || coalesce(to_jsonb(p)::text, 'no proof') || ' '
       || coalesce(to_jsonb(r)::text, 'no episode')
FROM sas.event e
LEFT JOIN sas.proof p ON p.finding_key = e.finding_key AND p.closed_at = e.at AND p.walk_id = e.walk_id
LEFT JOIN sas.remediation r ON r.finding_key = e.finding_key AND r.closed_at = e.at
WHERE e.kind = 'closed'
  AND (p.closing_request_id IS DISTINCT FROM e.request_id OR p.first_request_id IS DISTINCT FROM e.first_request_id
       OR p.walk_verdict IS NULL OR p.control_request_id IS NULL OR p.asked_site IS NULL
       OR r.close_reason IS DISTINCT FROM e.reason OR r.duration IS NULL OR r.duration < r.closed_at - r.opened_at
       OR r.is_remediation AND EXISTS (SELECT FROM snapshot s
                                       WHERE s.finding_key = e.finding_key AND s.moment = e.at
                                         AND (s.status_name = 'whitelisted' OR s.close_reason <> 'absent')));
SELECT 'closings: ' || (SELECT count(*) FROM sas.event WHERE kind = 'closed') || ' events, '
       || (SELECT count(*) FROM sas.proof) || ' proofs, ' || (SELECT count(*) FROM sas.remediation) || ' closed episodes'
WHERE (SELECT count(*) FROM sas.event WHERE kind = 'closed') <> (SELECT count(*) FROM sas.proof)
   OR (SELECT count(*) FROM sas.event WHERE kind = 'closed') <> (SELECT count(*) FROM sas.remediation);

-- Sweeps against the events of their walks, and what changed since each of them.
SELECT 'sweep: says ' || coalesce(to_jsonb(w)::text, 'nothing') || ', told ' || coalesce(to_jsonb(s)::text, 'nothing')
FROM (SELECT sweep_id, findings_opened, findings_reopened, findings_closed FROM sas.sweep) w
FULL JOIN (SELECT k.sweep_id, count(*) FILTER (WHERE e.kind = 'opened') AS findings_opened,
                  count(*) FILTER (WHERE e.kind = 'reopened') AS findings_reopened,
                  count(*) FILTER (WHERE e.kind = 'closed') AS findings_closed
           FROM sas.walk k
           LEFT JOIN sas.event e ON e.walk_id = k.walk_id
           GROUP BY 1) s ON s.sweep_id = w.sweep_id
WHERE to_jsonb(w) IS DISTINCT FROM to_jsonb(s);
SELECT 'sweep ' || sweep_id || ' is not settled' FROM sas.sweep WHERE NOT is_settled;
SELECT 'since sweep ' || n.sweep_id || ': ' || d.line
FROM (SELECT sweep_id FROM sas.sweep UNION ALL SELECT 0) n
CROSS JOIN LATERAL (
    SELECT coalesce(c.event_id, e.event_id) || ' is ' || CASE WHEN c.event_id IS NULL THEN 'missing' ELSE 'too much' END AS line
    FROM (SELECT event_id FROM sas.changes_since(n.sweep_id)) c
    FULL JOIN (SELECT v.event_id
               FROM sas.event v
               WHERE v.walk_id IN (SELECT k.walk_id FROM sas.walk k WHERE k.sweep_id > n.sweep_id)) e ON e.event_id = c.event_id
    WHERE c.event_id IS NULL OR e.event_id IS NULL) d;

-- Events of OCSF: what the class requires is there, and they say what the finding says.
SELECT 'ocsf: ' || to_jsonb(o)::text
FROM sas.ocsf_detection_finding o
FULL JOIN sas.finding f ON f.finding_key = o.finding_key
WHERE (o.class_uid, o.category_uid, o.type_uid) IS DISTINCT FROM (2004, 2, 200400 + o.activity_id)
   OR (o.activity_id = 3) IS DISTINCT FROM (f.presence = 'absent') OR o.time IS NULL OR o.severity_id IS NULL
   OR o.time <> round(1000 * extract(epoch FROM coalesce(f.closed_at, f.opened_at)))
   OR o.metadata ->> 'version' IS NULL OR o.metadata #>> '{product,vendor_name}' IS NULL
   OR o.finding_info ->> 'uid' IS NULL OR o.finding_info ->> 'title' IS NULL OR o.cloud ->> 'provider' IS NULL
   OR o.malware #>> '{0,uid}' IS DISTINCT FROM lower(f.malicious_md5) OR jsonb_typeof(o.malware #> '{0,classification_ids}') <> 'array'
   OR o.resources #>> '{0,uid}' IS DISTINCT FROM f.image_uuid
   OR f.presence = 'present' AND jsonb_array_length(o.evidences) IS DISTINCT FROM least(f.occurrences, 100)
   OR o.evidences IS NULL OR EXISTS (SELECT FROM jsonb_array_elements(o.evidences) x
                                     WHERE x #>> '{file,name}' IS NULL OR x #>> '{file,type_id}' IS NULL);
