-- After grafana.sql: figures of the panels, and the same computed from the tables that the views do not count with.
-- Prints those that differ.

-- Open findings, folded anew from the rows that the API shows.
CREATE VIEW open_finding AS
SELECT s.account_id, s.finding_key,
       (array_agg(s.level ORDER BY array_position(ARRAY['serious', 'suspicious', 'remind'], s.level)))[1] AS level,
       (array_agg(s.status ORDER BY array_position(ARRAY[0, 2, 1, 3], s.status)))[1] AS status
FROM sasync.occurrence_state s
WHERE s.gone_walk IS NULL
GROUP BY s.account_id, s.finding_key;

CREATE VIEW chosen_finding AS
SELECT c.name AS choice, o.*, a.label, f.image_key, f.malicious_md5, f.opened_at, f.repo_region_id, f.repo_instance_id,
       f.repo_namespace, f.repo_name,
       coalesce(nullif(concat_ws('/', f.repo_namespace, f.repo_name), ''), '(none)') AS repository
FROM choice c
CROSS JOIN open_finding o
JOIN sasync.account a USING (account_id)
JOIN sasync.finding f USING (account_id, finding_key)
WHERE c.name <> 'hostile' AND (c.account IS NULL OR a.label = ANY (c.account)) AND (c.level IS NULL OR o.level = ANY (c.level))
  AND (c.repository IS NULL OR concat_ws('/', f.repo_namespace, f.repo_name) = ANY (c.repository));

CREATE FUNCTION shown(choice_ text, dashboard_ text, title_ text, column_ text) RETURNS SETOF text
    LANGUAGE sql STABLE
    AS $$
SELECT value #>> '{}' FROM cell
WHERE choice = choice_ AND dashboard = dashboard_ AND title = title_ AND key = column_
ORDER BY number
$$;

CREATE TABLE figure (what text, choice text, shown text, expected text);

INSERT INTO figure
SELECT 'open ' || l.level, c.name, shown(c.name, 'fleet', 'Open now, by level', initcap(l.level)),
       (SELECT count(*)::text FROM chosen_finding f WHERE f.choice = c.name AND f.level = l.level)
FROM choice c
CROSS JOIN unnest(ARRAY['serious', 'suspicious', 'remind']) AS l(level)
WHERE c.name <> 'hostile';
INSERT INTO figure
SELECT 'open of all levels', c.name, shown(c.name, 'fleet', 'Open now, by level', 'All levels'),
       (SELECT count(*)::text FROM chosen_finding f WHERE f.choice = c.name)
FROM choice c
WHERE c.name <> 'hostile';
INSERT INTO figure
SELECT 'serious and unhandled', c.name, shown(c.name, 'fleet', 'Serious and unhandled', 'Serious and unhandled'),
       (SELECT count(*)::text FROM chosen_finding f WHERE f.choice = c.name AND f.level = 'serious' AND f.status = 0)
FROM choice c
WHERE c.name <> 'hostile';
INSERT INTO figure
SELECT 'by status', c.name,
       (SELECT string_agg(a.row ->> 'Status' || ' ' || (a.row ->> 'Open findings'), ', ' ORDER BY a.row ->> 'Status')
        FROM answer a WHERE a.choice = c.name AND a.title = 'Open now, by status'),
       (SELECT string_agg(n, ', ' ORDER BY n)
        FROM (SELECT (ARRAY['unhandled', 'handled', 'verifying', 'whitelisted'])[status + 1] || ' ' || count(*) AS n
              FROM chosen_finding f WHERE f.choice = c.name GROUP BY status) AS t)
FROM choice c
WHERE c.name <> 'hostile';

-- The line of what was open: at the end of each day, from the episodes; today, by level, from the rows.
INSERT INTO figure
SELECT 'open at the end of ' || day, 'all', sum((a.row ->> 'open')::numeric)::text,
       (SELECT count(*)::text FROM sasync.episode e
        WHERE e.opened_at < day + interval '1 day' AND (e.closed_at IS NULL OR e.closed_at >= day + interval '1 day'))
FROM answer a
CROSS JOIN LATERAL (SELECT (a.row ->> 'time')::timestamptz AS day) d
WHERE a.choice = 'all' AND a.title = 'Open at the end of each day, by level'
GROUP BY day;
INSERT INTO figure
SELECT 'days of the trend', 'all', count(DISTINCT row ->> 'time')::text, (SELECT (current_date - min(day) + 1)::text FROM sasync.daily)
FROM answer
WHERE choice = 'all' AND title = 'Open at the end of each day, by level';
INSERT INTO figure
SELECT 'open today, ' || l.level, c.name,
       (SELECT a.row ->> 'open' FROM answer a
        WHERE a.choice = c.name AND a.title = 'Open at the end of each day, by level' AND a.row ->> 'metric' = l.level
        ORDER BY a.number DESC LIMIT 1),
       (SELECT count(*)::text FROM chosen_finding f WHERE f.choice = c.name AND f.level = l.level)
FROM choice c
CROSS JOIN unnest(ARRAY['serious', 'remind']) AS l(level)
WHERE c.name IN ('all', 'account', 'two levels');

INSERT INTO figure
SELECT 'in the time range: ' || w.what, c.name, shown(c.name, 'fleet', 'In the time range', w.what),
       (SELECT count(*)::text
        FROM sasync.event e
        JOIN sasync.account a USING (account_id)
        WHERE e.kind = w.kind AND e.row_key IS NULL AND (w.reason IS NULL OR coalesce(e.reason, '') = w.reason)
          AND (c.account IS NULL OR a.label = ANY (c.account)))
FROM choice c
CROSS JOIN (VALUES ('New', 'opened', ''), ('Came back', 'reopened', NULL), ('Remediated', 'closed', 'absent')) AS w(what, kind, reason)
WHERE c.name IN ('all', 'account');
INSERT INTO figure
SELECT 'by day: ' || w.what, 'all', (SELECT sum((a.row ->> w.what)::numeric)::text FROM answer a
                                     WHERE a.choice = 'all' AND a.title = 'New, came back, remediated, by day'),
       shown('all', 'fleet', 'In the time range', w.what)
FROM unnest(ARRAY['New', 'Came back', 'Remediated']) AS w(what);

-- Durations, by hand: nothing of what ended was carried on, and only whitelisted ones have all their rows whitelisted.
CREATE VIEW ended AS
SELECT p.label, extract(epoch FROM e.closed_at - e.opened_at) AS seconds, e.close_reason,
       bool_and(coalesce(s.status, 0) = 3) AS was_whitelisted,
       EXISTS (SELECT FROM sasync.episode n WHERE n.account_id = e.account_id AND n.continued_from = e.finding_key) AS went_on
FROM sasync.episode e
JOIN sasync.account p USING (account_id)
JOIN sasync.occurrence_state s USING (account_id, finding_key)
JOIN sasync.finding f USING (account_id, finding_key)
WHERE e.closed_at IS NOT NULL AND (f.episode > e.episode OR s.gone_walk = e.closing_walk)
GROUP BY p.label, e.account_id, e.finding_key, e.episode, e.closed_at, e.opened_at, e.close_reason;
INSERT INTO figure
SELECT 'time to remediate: ' || w.what, 'all', round(shown('all', 'fleet', 'Time to remediate', w.what)::numeric)::text, round(w.expected)::text
FROM (SELECT array_agg(seconds ORDER BY seconds) AS s, count(*) AS n FROM ended
      WHERE close_reason = 'absent' AND NOT was_whitelisted AND NOT went_on) AS e
CROSS JOIN LATERAL (SELECT 1 + (n - 1) * 0.5 AS at_half, 1 + (n - 1) * 0.9 AS at_nine) AS p
CROSS JOIN LATERAL (VALUES ('Of', n::numeric),
                           ('Median', s[floor(at_half)] + (at_half - floor(at_half)) * (s[ceil(at_half)] - s[floor(at_half)])),
                           ('Nine in ten', s[floor(at_nine)] + (at_nine - floor(at_nine)) * (s[ceil(at_nine)] - s[floor(at_nine)])))
           AS w(what, expected);
INSERT INTO figure
SELECT 'how they ended: whitelisted', 'all',
       (SELECT row ->> 'Closings' FROM answer WHERE choice = 'all' AND title = 'How findings ended' AND row ->> 'Ended' = 'Whitelisted before'),
       (SELECT count(*)::text FROM ended WHERE was_whitelisted);
INSERT INTO figure
SELECT 'how they ended: all', 'all', (SELECT sum((row ->> 'Closings')::int)::text FROM answer WHERE choice = 'all' AND title = 'How findings ended'),
       (SELECT count(*)::text FROM sasync.episode WHERE closed_at IS NOT NULL);

-- Lists: their sums, and what stands first.
INSERT INTO figure
SELECT 'worst repository', c.name, (SELECT format('%s %s %s', row ->> 'Serious', row ->> 'Suspicious', row ->> 'All')
                                    FROM answer WHERE choice = c.name AND title = 'Worst repositories' AND number = 1),
       (SELECT format('%s %s %s', count(*) FILTER (WHERE f.level = 'serious'), count(*) FILTER (WHERE f.level = 'suspicious'), count(*))
        FROM chosen_finding f WHERE f.choice = c.name AND f.repository <> '(none)'
        GROUP BY f.account_id, f.repo_region_id, f.repo_instance_id, f.repo_namespace, f.repo_name
        ORDER BY count(*) FILTER (WHERE f.level = 'serious') DESC, count(*) FILTER (WHERE f.level = 'suspicious') DESC, count(*) DESC
        LIMIT 1)
FROM choice c
WHERE c.name IN ('all', 'account');
INSERT INTO figure
SELECT 'worst image', c.name, (SELECT format('%s %s', row ->> 'Serious', row ->> 'Suspicious')
                               FROM answer WHERE choice = c.name AND title = 'Worst images' AND number = 1),
       (SELECT format('%s %s', count(*) FILTER (WHERE f.level = 'serious'), count(*) FILTER (WHERE f.level = 'suspicious'))
        FROM chosen_finding f WHERE f.choice = c.name
        GROUP BY f.account_id, f.image_key
        ORDER BY count(*) FILTER (WHERE f.level = 'serious') DESC, count(*) FILTER (WHERE f.level = 'suspicious') DESC
        LIMIT 1)
FROM choice c
WHERE c.name IN ('all', 'account');
INSERT INTO figure
SELECT 'most widespread malware', c.name, (SELECT format('%s %s', lower(row ->> 'MD5'), row ->> 'Images')
                                           FROM answer WHERE choice = c.name AND title = 'Most widespread malware' AND number = 1),
       (SELECT format('%s %s', lower(f.malicious_md5), count(DISTINCT f.image_key))
        FROM chosen_finding f WHERE f.choice = c.name
        GROUP BY f.account_id, lower(f.malicious_md5)
        ORDER BY count(*) FILTER (WHERE f.level = 'serious') DESC, count(*) FILTER (WHERE f.level = 'suspicious') DESC
        LIMIT 1)
FROM choice c
WHERE c.name IN ('all', 'account');
INSERT INTO figure
SELECT 'newest openings', c.name, (SELECT count(*)::text FROM answer WHERE choice = c.name AND title = 'Newest openings'),
       (SELECT least(50, count(*))::text FROM chosen_finding f
        JOIN sasync.finding g USING (account_id, finding_key)
        WHERE f.choice = c.name AND EXISTS (SELECT FROM sasync.event e
                                            WHERE e.account_id = f.account_id AND e.finding_key = f.finding_key AND e.at = g.opened_at
                                              AND e.kind IN ('opened', 'reopened') AND e.reason IS DISTINCT FROM 'initial'))
FROM choice c
WHERE c.name IN ('all', 'account');
-- An answer is some seconds older than this statement.
INSERT INTO figure
SELECT 'oldest open', c.name,
       CASE WHEN abs((SELECT (row ->> 'Open for')::numeric FROM answer WHERE choice = c.name AND title = 'Oldest open' AND number = 1)
                     - (SELECT extract(epoch FROM now() - min(opened_at)) FROM chosen_finding f WHERE f.choice = c.name)) < 900
            THEN 'its age' END, 'its age'
FROM choice c
WHERE c.name <> 'hostile';

-- The sync.
INSERT INTO figure
SELECT 'held', 'all', shown('all', 'sync', 'Held', 'Held'), (SELECT count(*)::text FROM sasync.suspect WHERE held_by IS NOT NULL);
INSERT INTO figure
SELECT 'in quarantine', 'all', shown('all', 'sync', 'In quarantine', 'In quarantine'),
       (SELECT count(*)::text FROM sasync.quarantine WHERE gone_at IS NULL);
INSERT INTO figure
SELECT 'walks ' || v.verdict, 'all',
       (SELECT sum((row ->> 'walks')::int)::text FROM answer WHERE choice = 'all' AND title = 'Walks by verdict' AND row ->> 'metric' = v.verdict),
       v.walks::text
FROM (SELECT verdict, count(*) AS walks FROM sasync.walk GROUP BY verdict) AS v;
INSERT INTO figure
SELECT 'walks not whole', 'all', round(shown('all', 'sync', 'Walks not whole', 'Walks not whole')::numeric, 6)::text,
       (SELECT round(avg((verdict <> 'whole')::int), 6)::text FROM sasync.walk);
INSERT INTO figure
SELECT 'transitions: ' || w.shown, 'all',
       (SELECT sum((row ->> w.shown)::int)::text FROM answer WHERE choice = 'all' AND title = 'Transitions'),
       (SELECT count(*)::text FROM sasync.event WHERE kind = w.kind AND row_key IS NULL)
FROM (VALUES ('Opened', 'opened'), ('Reopened', 'reopened'), ('Closed', 'closed')) AS w(shown, kind);
INSERT INTO figure
SELECT 'open by source', 'all', (SELECT sum((row ->> 'Open')::int)::text FROM answer WHERE choice = 'all' AND title = 'Sources'),
       (SELECT count(*)::text FROM open_finding);
INSERT INTO figure
SELECT 'closings that are proven', 'all',
       (SELECT count(*) FILTER (WHERE row ->> 'Proof' = 'asked' AND row ->> 'First answer' <> row ->> 'Deciding answer')::text
        FROM answer WHERE choice = 'all' AND title = 'Last closings, and what proves them'),
       (SELECT least(100, count(*))::text FROM sasync.event WHERE kind = 'closed' AND row_key IS NULL);
INSERT INTO figure
SELECT 'requests', 'all', (SELECT sum((row ->> 'Requests')::int + (row ->> 'Retries')::int)::text FROM answer WHERE choice = 'all' AND title = 'Requests and retries'),
       (SELECT sum(requests)::text FROM sasync.walk);

SELECT format('%s (%s): %s is shown, %s expected', what, choice, coalesce(shown, 'nothing'), coalesce(expected, 'nothing'))
FROM figure
WHERE coalesce(shown, '0') IS DISTINCT FROM coalesce(expected, '0')
UNION ALL
SELECT 'only ' || count(*) || ' figures were compared' FROM figure HAVING count(*) < 60
UNION ALL
SELECT 'a figure that never differs from nothing: ' || what
FROM figure
WHERE choice = 'all'
GROUP BY what
HAVING bool_and(coalesce(expected, '0') = '0');
