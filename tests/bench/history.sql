-- Months of history, written straight into the tables: five events a finding, one finding in ten closed and one in a
-- hundred back again, days, and the walks of 90 days. What is asked of a first load alone would find nothing in it.

-- Openings over half a year.
UPDATE sasync.finding f
SET opened_at = now() - make_interval(mins => 60 + (hashtext(f.finding_key::text) & 262143));
UPDATE sasync.episode e
SET opened_at = f.opened_at, is_initial = false
FROM sasync.finding f
WHERE f.account_id = e.account_id AND f.finding_key = e.finding_key;
TRUNCATE sasync.event;
INSERT INTO sasync.event (at, walk_id, source_id, finding_key, account_id, kind, new_value)
SELECT e.opened_at, e.opening_walk, f.source_id, e.finding_key, e.account_id, 'opened', e.level
FROM sasync.episode e
JOIN sasync.finding f ON f.account_id = e.account_id AND f.finding_key = e.finding_key
ORDER BY e.opened_at;

-- One in five changed its status, one in fifty its level.
INSERT INTO sasync.event (at, walk_id, source_id, finding_key, account_id, kind, old_value, new_value)
SELECT c.at, c.opened_walk, c.source_id, c.finding_key, c.account_id, c.kind, c.old_value, c.new_value
FROM (SELECT f.account_id, f.finding_key, f.source_id, f.opened_walk, v.kind, v.old_value, v.new_value,
             f.opened_at + (now() - f.opened_at) * 0.5 AS at
      FROM sasync.finding f
      CROSS JOIN LATERAL (VALUES ('status_changed', 5, 'unhandled', sasync.status_name(f.status)),
                                 ('level_changed', 50, 'remind', f.level)) AS v(kind, one_in, old_value, new_value)
      WHERE abs(hashtext(f.finding_key::text || v.kind)) % v.one_in = 0) c
ORDER BY c.at;

-- One in ten closed.
UPDATE sasync.finding f
SET presence = 'absent', occurrences = 0, close_reason = 'absent',
    closed_at = f.opened_at + (now() - f.opened_at) * (abs(hashtext('closed' || f.finding_key::text)) % 1000 / 1000.0)
WHERE abs(hashtext(f.finding_key::text || 'closed')) % 10 = 0;
UPDATE sasync.episode e
SET closed_at = f.closed_at, last_seen_at = f.closed_at, closing_walk = 1, close_reason = 'absent', proof = 'asked',
    last_status = f.status, repo_namespace = f.repo_namespace, repo_name = f.repo_name
FROM sasync.finding f
WHERE f.account_id = e.account_id AND f.finding_key = e.finding_key AND f.presence = 'absent';
INSERT INTO sasync.event (at, walk_id, source_id, finding_key, account_id, kind, old_value, reason)
SELECT f.closed_at, 1, f.source_id, f.finding_key, f.account_id, 'closed', f.level, 'absent'
FROM sasync.finding f
WHERE f.presence = 'absent'
ORDER BY f.closed_at;
UPDATE sasync.occurrence_state s
SET gone_at = f.closed_at, gone_walk = 1, gone_reason = 'absent'
FROM sasync.finding f
WHERE f.account_id = s.account_id AND f.finding_key = s.finding_key AND f.presence = 'absent';

-- One in ten of these came back.
WITH back AS (
    UPDATE sasync.finding f
    SET presence = 'present', occurrences = 1, close_reason = NULL, closed_at = NULL, episode = 2,
        opened_at = f.closed_at + (now() - f.closed_at) * 0.5
    WHERE f.presence = 'absent' AND abs(hashtext(f.finding_key::text || 'back')) % 10 = 0
    RETURNING f.*
),
episodes AS (
    INSERT INTO sasync.episode
        (account_id, finding_key, episode, is_initial, opened_at, opening_walk, level, image_key, malicious_md5)
    SELECT b.account_id, b.finding_key, 2, false, b.opened_at, 1, b.level, left(b.image_key, 200), b.malicious_md5
    FROM back b
),
rows AS (
    UPDATE sasync.occurrence_state s
    SET gone_at = NULL, gone_walk = NULL, gone_reason = NULL
    FROM back b
    WHERE b.account_id = s.account_id AND b.finding_key = s.finding_key
)
INSERT INTO sasync.event (at, walk_id, source_id, finding_key, account_id, kind, new_value)
SELECT b.opened_at, 1, b.source_id, b.finding_key, b.account_id, 'reopened', b.level
FROM back b;

-- Rescans of all, four nights.
INSERT INTO sasync.rescan (at, walk_id, source_id, old_scan_at, new_scan_at, finding_key, account_id)
SELECT now() - make_interval(days => n), 1, f.source_id, f.latest_scan_at - make_interval(days => n),
       f.latest_scan_at - make_interval(days => n - 1), f.finding_key, f.account_id
FROM generate_series(4, 1, -1) n
CROSS JOIN sasync.finding f;

TRUNCATE sasync.daily;
INSERT INTO sasync.daily
    (account_id, day, level, repo_instance_id, repo_namespace, repo_name, opened, initial, reopened, closed, out_of_scope,
     shifted)
SELECT t.account_id, (t.at AT TIME ZONE 'UTC')::date, coalesce(t.level, ''), coalesce(t.repo_instance_id, ''),
       coalesce(t.repo_namespace, ''), coalesce(t.repo_name, ''), sum(t.opened), 0, sum(t.reopened), sum(t.closed), 0, 0
FROM (SELECT f.account_id, v.at, f.level, f.repo_instance_id, f.repo_namespace, f.repo_name,
             (v.kind = 'opened')::integer AS opened, (v.kind = 'reopened')::integer AS reopened,
             (v.kind = 'closed')::integer AS closed
      FROM sasync.event v
      JOIN sasync.finding f ON f.account_id = v.account_id AND f.finding_key = v.finding_key
      WHERE v.kind IN ('opened', 'reopened', 'closed')) t
GROUP BY 1, 2, 3, 4, 5, 6;

INSERT INTO sasync.walk
    (account_id, sweep_id, source_id, started_at, ended_at, verdict, pages, requests, retries, rows, keys, suspects, asked,
     closed, left_open, held, daemon_version)
SELECT s.account_id, 1, s.source_id, t.at, t.at + interval '40 seconds',
       CASE WHEN abs(hashtext(t.at::text)) % 50 = 0 THEN 'partial' ELSE 'whole' END, 10000, 10010, 3, 1000000, 1000000,
       5, 5, 5, 0, 0, 'bench'
FROM sasync.source s
CROSS JOIN generate_series(now() - interval '90 days', now() - interval '1 hour', interval '15 minutes') AS t(at);

TRUNCATE sasync.open_count, sasync.standing;
INSERT INTO sasync.open_count
SELECT c.* FROM sasync.account a CROSS JOIN LATERAL sasync.expected_open_counts(a.account_id) c;
INSERT INTO sasync.standing
SELECT s.* FROM sasync.account a CROSS JOIN LATERAL sasync.expected_standings(a.account_id) s;
