-- Prints each row that sweeps after :after_sweep found gone without the proof of it; nothing where all is well. Other
-- variables: requests_file (of tell_requests), and what truth.sql wants. The table `removed`, where there is one, says of rows that the truth no
-- longer has (site, path) before which request that was (last_number).
\ir truth.sql
DROP TABLE IF EXISTS pg_temp.log, pg_temp.request, pg_temp.gone;
CREATE TEMP TABLE log (body text);
\set copy_command '\\copy log FROM PROGRAM ''' 'cat ' :requests_file ''' WITH (FORMAT csv, DELIMITER E''\\x01'', QUOTE E''\\x02'')'
:copy_command
CREATE TEMP TABLE request AS
SELECT r ->> 'request_id' AS request_id, (r ->> 'number')::bigint AS number, r ->> 'site' AS site, r ->> 'code' AS code,
       r -> 'parameters' AS parameters, lower(r -> 'parameters' ->> 'MaliciousMd5') AS md5
FROM (SELECT jsonb_array_elements(body::jsonb -> 'requests') AS r FROM log) AS requests;
CREATE TABLE IF NOT EXISTS removed (site text, path text, last_number bigint);

CREATE TEMP TABLE gone AS
SELECT s.account_id, s.site, o.file_path AS path, s.row_key, s.finding_key, s.gone_walk, s.gone_reason,
       lower(o.malicious_md5) AS md5
FROM sasync.occurrence_state AS s
JOIN sasync.occurrence AS o USING (account_id, site, row_key)
JOIN sasync.walk AS w ON w.account_id = s.account_id AND w.walk_id = s.gone_walk
WHERE w.sweep_id > :after_sweep;

CREATE TEMP TABLE proof AS
SELECT g.*, e.kind, e.reason, e.first_request_id, e.request_id
FROM gone AS g
LEFT JOIN sas.event AS e ON e.account_id = g.account_id AND e.finding_key = g.finding_key AND e.walk_id = g.gone_walk
    AND (e.kind = 'closed' OR (e.kind = 'occurrence_gone' AND e.row_key = g.row_key));

SELECT 'gone, though it lives: ' || g.site || ' ' || g.path FROM gone AS g JOIN told AS t USING (site, path);
SELECT 'gone without an event: ' || site || ' ' || path FROM proof WHERE kind IS NULL;
SELECT 'gone for another reason: ' || path || ', ' || coalesce(reason, 'none') FROM proof
WHERE kind IS NOT NULL AND (reason IS DISTINCT FROM 'absent' OR gone_reason <> 'absent');
SELECT 'closed without two answers: ' || path || ', ' || coalesce(first_request_id, 'none') || ', '
       || coalesce(request_id, 'none')
FROM proof WHERE kind IS NOT NULL AND (first_request_id IS NULL OR request_id IS NULL OR first_request_id = request_id);

CREATE TEMP TABLE question AS
SELECT p.site, p.path, p.md5, q.which, q.asked AS request_id, r.number, r.code, r.site AS asked_site,
       r.md5 AS asked_md5, r.parameters
FROM proof AS p
CROSS JOIN LATERAL (VALUES ('first', p.first_request_id), ('second', p.request_id)) AS q (which, asked)
LEFT JOIN request AS r ON r.request_id = q.asked
WHERE q.asked IS NOT NULL;
SELECT 'no question was answered by ' || request_id || ', ' || which || ' for ' || path || ': '
       || coalesce(parameters::text || ' ' || code, 'no such request')
FROM question
WHERE NOT coalesce(code = 'ok' AND asked_site = site AND asked_md5 = md5 AND NOT parameters ? 'RepoRegionId', false);
SELECT 'asked twice in the wrong order: ' || f.path
FROM question AS f JOIN question AS s USING (site, path)
WHERE f.which = 'first' AND s.which = 'second' AND f.number >= s.number;
SELECT 'answered before it was gone: ' || q.path || ', request ' || q.number || ', gone after ' || r.last_number
FROM question AS q JOIN removed AS r USING (site, path) WHERE q.number <= r.last_number;

-- The certificates tell the same.
SELECT 'walk ' || w.walk_id || ' tells of ' || w.closed || ' closed, but ' || g.rows || ' went'
FROM sas.walk AS w
CROSS JOIN LATERAL (SELECT count(*) AS rows FROM gone WHERE gone_walk = w.walk_id) AS g
WHERE w.sweep_id > :after_sweep AND w.ended_at IS NOT NULL AND w.closed <> g.rows;
SELECT 'walk ' || w.walk_id || ' closed without a control: ' || coalesce(w.control_request_id, 'none')
FROM sas.walk AS w
LEFT JOIN request AS r ON r.request_id = w.control_request_id AND r.code = 'ok' AND r.md5 IS NOT NULL
WHERE w.sweep_id > :after_sweep AND w.closed > 0 AND r.number IS NULL;
SELECT 'walk ' || walk_id || ': of ' || suspects || ' suspects ' || closed || ' closed, ' || held || ' held, '
       || left_open || ' left open'
FROM sas.walk
WHERE sweep_id > :after_sweep AND ended_at IS NOT NULL
  AND (closed + held + left_open > suspects OR asked > suspects OR closed > asked);
