-- Rebuilds findings and episodes from sas.event alone and prints each difference from sas.finding, sas.episode and
-- sas.daily; nothing where all is equal. Opening events tell the level, but neither status nor scan time: those two
-- are followed from their first change in an episode on, step by step.
SET client_min_messages = warning;
DROP TABLE IF EXISTS pg_temp.step;
CREATE TEMP TABLE step AS
SELECT account_id, finding_key, event_id, kind, at, old_value, new_value, reason, walk_id, request_id, first_request_id,
       count(*) FILTER (WHERE kind IN ('opened', 'reopened'))
           OVER (PARTITION BY account_id, finding_key ORDER BY at, event_id) AS episode
FROM sas.event
WHERE row_key IS NULL;  -- the rest is about single occurrences

-- A finding opens once, closes only while open, and opens again only when closed.
SELECT 'out of turn: ' || s.kind || ' after ' || coalesce(s.former, 'nothing') || ', finding ' || s.finding_key
FROM (SELECT finding_key, kind, lag(kind) OVER (PARTITION BY account_id, finding_key ORDER BY at, event_id) AS former
      FROM step WHERE kind IN ('opened', 'closed', 'reopened')) AS s
WHERE (s.kind, coalesce(s.former, 'nothing')) NOT IN
      (('opened', 'nothing'), ('closed', 'opened'), ('closed', 'reopened'), ('reopened', 'closed'));

CREATE TEMP TABLE replayed_episode AS
SELECT b.account_id, b.finding_key, b.episode, b.at AS opened_at, b.walk_id AS opening_walk,
       coalesce(b.reason = 'initial', false) AS is_initial, e.at AS closed_at, e.walk_id AS closing_walk,
       e.reason AS close_reason, e.request_id AS closing_request_id, e.first_request_id
FROM step AS b
LEFT JOIN step AS e
    ON (e.account_id, e.finding_key, e.episode, e.kind) = (b.account_id, b.finding_key, b.episode, 'closed')
WHERE b.kind IN ('opened', 'reopened');
CREATE TEMP TABLE stored_episode AS
SELECT account_id, finding_key, episode::bigint, opened_at, opening_walk, is_initial, closed_at, closing_walk,
       close_reason, closing_request_id, first_request_id
FROM sas.episode;
SELECT 'episode of events only: ' || to_jsonb(d)::text
FROM (SELECT * FROM replayed_episode EXCEPT SELECT * FROM stored_episode) AS d;
SELECT 'episode without events: ' || to_jsonb(d)::text
FROM (SELECT * FROM stored_episode EXCEPT SELECT * FROM replayed_episode) AS d;

-- The level is told by opening and change, and once more by closing.
CREATE TEMP TABLE level_step AS
SELECT account_id, finding_key, episode, at, event_id, kind, old_value,
       CASE WHEN kind = 'closed' THEN old_value ELSE new_value END AS level
FROM step WHERE kind IN ('opened', 'reopened', 'level_changed', 'closed');
CREATE TEMP TABLE replayed_finding AS
SELECT DISTINCT ON (l.account_id, l.finding_key)
       l.account_id, l.finding_key, CASE WHEN l.kind = 'closed' THEN 'absent' ELSE 'present' END AS presence, l.level,
       e.episode AS episodes, e.opened_at, e.closed_at, e.close_reason, e.opening_walk AS opened_walk
FROM level_step AS l JOIN replayed_episode AS e USING (account_id, finding_key, episode)
ORDER BY l.account_id, l.finding_key, l.at DESC, l.event_id DESC;
CREATE TEMP TABLE stored_finding_states AS
SELECT account_id, finding_key, presence, level, episodes::bigint, opened_at, closed_at, close_reason, opened_walk
FROM sas.finding;
SELECT 'finding of events only: ' || to_jsonb(d)::text
FROM (SELECT * FROM replayed_finding EXCEPT SELECT * FROM stored_finding_states) AS d;
SELECT 'finding that events do not lead to: ' || to_jsonb(d)::text
FROM (SELECT * FROM stored_finding_states EXCEPT SELECT * FROM replayed_finding) AS d;

-- What changes follows from what was, and the last of it is what the finding shows.
CREATE TEMP TABLE value_step AS
SELECT account_id, finding_key, episode, at, event_id, 'level' AS what, kind IN ('level_changed', 'closed') AS has_old,
       old_value, level AS new_value
FROM level_step
UNION ALL
SELECT account_id, finding_key, episode, at, event_id, kind, true, old_value, new_value
FROM step WHERE kind IN ('status_changed', 'rescanned');
SELECT 'a gap: ' || what || ' from ' || coalesce(old_value, 'nothing') || ', but it was ' || coalesce(former, 'nothing')
       || ', finding ' || finding_key
FROM (SELECT *, lag(new_value) OVER steps AS former, row_number() OVER steps AS number FROM value_step
      WINDOW steps AS (PARTITION BY account_id, finding_key, episode, what ORDER BY at, event_id)) AS s
WHERE number > 1 AND has_old AND old_value IS DISTINCT FROM former;
SELECT 'a change of nothing: ' || what || ' ' || coalesce(new_value, 'nothing') || ', finding ' || finding_key
FROM value_step WHERE what <> 'level' AND old_value IS NOT DISTINCT FROM new_value;
SELECT 'a scan that went back: ' || old_value || ' to ' || new_value || ', finding ' || finding_key
FROM value_step WHERE what = 'rescanned' AND old_value >= new_value;
SELECT l.what || ' came to ' || coalesce(l.new_value, 'nothing') || ', but the finding shows '
       || coalesce(s.value, 'nothing') || ', finding ' || l.finding_key
FROM (SELECT DISTINCT ON (account_id, finding_key, what) * FROM value_step WHERE what <> 'level'
      ORDER BY account_id, finding_key, what, at DESC, event_id DESC) AS l
JOIN sas.finding AS f USING (account_id, finding_key)
CROSS JOIN LATERAL (SELECT CASE WHEN l.what = 'rescanned' THEN sasync.iso(f.latest_scan_at) ELSE f.status_name END)
    AS s (value)
WHERE l.episode = f.episodes AND l.new_value IS DISTINCT FROM s.value;

-- Each finding stands on its occurrences: present as long as one is, and no longer.
SELECT 'presence is not that of the occurrences: finding ' || f.finding_key
FROM sas.finding AS f
LEFT JOIN (SELECT account_id, finding_key, count(*) AS present FROM sas.occurrence WHERE presence = 'present'
           GROUP BY 1, 2) AS o USING (account_id, finding_key)
WHERE f.occurrences <> coalesce(o.present, 0) OR (f.presence = 'present') <> (coalesce(o.present, 0) > 0);

-- A finding that carries another one on says so by an event.
SELECT 'rekeyed ' || r.told || ' times, but ' || r.stored || ' episodes are continued ones, finding ' || r.finding_key
FROM (SELECT finding_key, sum(told) AS told, sum(stored) AS stored
      FROM (SELECT finding_key, 1 AS told, 0 AS stored FROM step WHERE kind = 'rekeyed'
            UNION ALL SELECT finding_key, 0, 1 FROM sas.episode WHERE continued_from IS NOT NULL) AS t
      GROUP BY finding_key) AS r
WHERE r.told <> r.stored;

-- The sums of sas.daily are what is open now.
SELECT 'daily says ' || t.daily || ' open, the findings ' || t.open || ': ' || to_jsonb(t)::text
FROM (SELECT account_id, level, repo_instance_id, repo_namespace, repo_name, sum(daily) AS daily, sum(open) AS open
      FROM (SELECT account_id, level, repo_instance_id, repo_namespace, repo_name,
                   opened + reopened - closed + shifted AS daily, 0 AS open
            FROM sas.daily
            UNION ALL
            SELECT account_id, level, left(repo_instance_id, 100), left(repo_namespace, 100), left(repo_name, 100), 0, 1
            FROM sas.finding WHERE presence = 'present') AS d
      GROUP BY 1, 2, 3, 4, 5) AS t
WHERE t.daily <> t.open;
