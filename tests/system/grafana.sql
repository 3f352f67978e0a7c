-- The dashboards of config/grafana: what is wrong with them as they stand, and what their queries answer.
-- Variables of psql: fleet, sync (the files' text).
\pset format unaligned
\pset tuples_only on
\ir ../support/dashboards.sql

-- What is wrong, a line each.
SELECT dashboard || ': panels share the id ' || id FROM panel GROUP BY dashboard, id HAVING count(*) > 1
UNION ALL
SELECT a.dashboard || ': ' || a.title || ' lies over ' || b.title
FROM panel a
JOIN panel b ON b.dashboard = a.dashboard AND b.id > a.id AND a.x < b.x + b.w AND b.x < a.x + a.w AND a.y < b.y + b.h
            AND b.y < a.y + a.h
UNION ALL
SELECT dashboard || ': ' || title || ' leaves the grid of 24 columns' FROM panel WHERE x < 0 OR w < 1 OR x + w > 24 OR h < 1
UNION ALL
SELECT dashboard || ': a hole beside ' || min(title) || ' at line ' || y
FROM panel p
CROSS JOIN LATERAL generate_series(p.y, p.y + p.h - 1) AS line
GROUP BY dashboard, line, y
HAVING (SELECT sum(q.w) FROM panel q WHERE q.dashboard = p.dashboard AND q.y <= line AND line < q.y + q.h) <> 24
UNION ALL
SELECT dashboard || ': panel ' || id || ' has no title' FROM panel WHERE coalesce(title, '') = ''
UNION ALL
SELECT dashboard || ': ' || title || ': lacks ' || what
FROM panel
CROSS JOIN LATERAL (VALUES ('a description', length(body ->> 'description') >= 20),
                           ('the data source sasyncd', body #>> '{datasource,uid}' = 'sasyncd'
                                                       AND body #>> '{targets,0,datasource,uid}' = 'sasyncd'),
                           ('what it shows without data', body #>> '{fieldConfig,defaults,noValue}' <> ''),
                           ('a unit', body #>> '{fieldConfig,defaults,unit}' <> ''),
                           ('thresholds', jsonb_array_length(body #> '{fieldConfig,defaults,thresholds,steps}') > 0),
                           ('exactly one query', jsonb_array_length(body -> 'targets') = 1)) AS must (what, is_there)
WHERE type <> 'row' AND is_there IS NOT TRUE
UNION ALL
SELECT dashboard || ': ' || title || ': ' || (o #>> '{matcher,options}') || ' counts time without a unit'
FROM panel
CROSS JOIN LATERAL jsonb_array_elements(body #> '{fieldConfig,overrides}') AS o
WHERE o #>> '{matcher,options}' ~ '(^Age|for$)' AND o::text !~ '"unit"'
UNION ALL
SELECT d.name || ': variable ' || (v ->> 'name') || ': lacks ' || what
FROM dashboard d
CROSS JOIN LATERAL jsonb_array_elements(d.body #> '{templating,list}') AS v
CROSS JOIN LATERAL (VALUES ('several values', v ->> 'multi' = 'true'), ('All', v ->> 'includeAll' = 'true'),
                           ('a value for All that the queries know', v ->> 'allValue' = '''*'''),
                           ('the data source sasyncd', v #>> '{datasource,uid}' = 'sasyncd')) AS must (what, is_there)
WHERE is_there IS NOT TRUE
UNION ALL
SELECT 'fleet: has no variable ' || wanted
FROM unnest(ARRAY['account', 'level', 'repository']) AS wanted
WHERE NOT EXISTS (SELECT FROM query WHERE dashboard = 'fleet' AND owner = 'variable ' || wanted)
UNION ALL
SELECT q.dashboard || ', ' || q.title || ': a variable that is not quoted, or not there: ' || used[1]
FROM query q
CROSS JOIN LATERAL regexp_matches(q.sql, '\$\{?([a-zA-Z_]+[:a-z]*)', 'g') AS used
WHERE used[1] NOT IN ('__timeFilter', '__timeFrom', '__timeTo', '__timeGroupAlias', '__interval')
  AND NOT EXISTS (SELECT FROM query v WHERE v.dashboard = q.dashboard AND 'variable ' || split_part(used[1], ':', 1) = v.owner
                                        AND used[1] LIKE '%:sqlstring')
UNION ALL
SELECT d.name || ': leads to a dashboard that is not there: ' || found[1]
FROM dashboard d
CROSS JOIN LATERAL regexp_matches(d.body::text, '/d/([a-z-]+)/', 'g') AS found
WHERE NOT EXISTS (SELECT FROM dashboard other WHERE other.body ->> 'uid' = found[1])
UNION ALL
SELECT d.name || ': leads to no other dashboard'
FROM dashboard d
WHERE jsonb_array_length(d.body -> 'links') = 0
UNION ALL
SELECT q.dashboard || ', ' || q.title || ': asks for more than the views of sas'
FROM query q
WHERE q.sql ~ 'sasync\.';

-- What each query answers to a reader, with all chosen, and with one account, level and repository chosen.
CREATE TABLE choice (name text PRIMARY KEY, account text[], level text[], repository text[], source text[]);
INSERT INTO choice VALUES ('all', NULL, NULL, NULL, NULL), ('hostile', '{"x'' OR 1=1 --"}', '{"''"}', '{"''; SELECT 1"}', '{"\\''"}');
INSERT INTO choice
SELECT 'one', ARRAY[f.account], ARRAY[f.level], ARRAY[f.repo_namespace || '/' || f.repo_name], ARRAY[f.source]
FROM sas.finding f
WHERE f.repo_name LIKE '%''%' AND f.presence = 'present' AND f.level IS NOT NULL
ORDER BY f.account, f.level DESC
LIMIT 1;
INSERT INTO choice SELECT 'account', account, NULL, NULL, NULL FROM choice WHERE name = 'one';
INSERT INTO choice
SELECT 'two levels', NULL, ARRAY['serious', 'remind'], NULL, (SELECT array_agg(source) FROM sas.source)
FROM choice
WHERE name = 'one';

CREATE TABLE answer (choice text, dashboard text, owner text, type text, title text, format text, number bigint, row json);
CREATE TABLE fault (told text);
DO $$
DECLARE
    asked record;
    answered json[];
BEGIN
    FOR asked IN
        SELECT c.name AS choice, q.*,
               expanded(q.sql, c.account, c.level, c.repository, c.source, now() - interval '20 days', now()) AS expanded
        FROM choice c
        CROSS JOIN query q
    LOOP
        BEGIN
            SET LOCAL ROLE sasyncd_reader;
            EXECUTE 'SELECT array_agg(to_json(answer)) FROM (' || asked.expanded || ') AS answer' INTO answered;
            RESET ROLE;
            INSERT INTO answer
            SELECT asked.choice, asked.dashboard, asked.owner, asked.type, asked.title, asked.format, number, told
            FROM unnest(answered) WITH ORDINALITY AS t(told, number);
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO fault VALUES (format('%s, %s (%s): %s', asked.dashboard, asked.title, asked.choice, SQLERRM));
        END;
    END LOOP;
END
$$;
SELECT told FROM fault;

CREATE VIEW cell AS
SELECT a.choice, a.dashboard, a.owner, a.type, a.title, a.format, a.number, c.key, c.value, json_typeof(c.value) AS kind
FROM answer a
CROSS JOIN LATERAL json_each(a.row) AS c;

-- What a panel needs to show something.
SELECT 'fleet and sync: ' || (SELECT count(*) FROM query) || ' queries were found' WHERE (SELECT count(*) FROM query) < 30
UNION ALL
SELECT q.dashboard || ', ' || q.title || ': nothing answers it'
FROM query q
WHERE :is_filled AND NOT EXISTS (SELECT FROM answer a WHERE a.dashboard = q.dashboard AND a.owner = q.owner AND a.choice = 'all')
UNION ALL
SELECT dashboard || ', ' || title || ': begins without a time'
FROM answer a
WHERE type = 'timeseries' AND (SELECT key <> 'time' FROM json_each(a.row) LIMIT 1)
UNION ALL
SELECT c.dashboard || ', ' || c.title || ': ' || c.key || ' is no number'
FROM cell c
WHERE c.type = 'timeseries' AND c.key NOT IN ('time', 'metric') AND c.kind NOT IN ('number', 'null')
GROUP BY c.dashboard, c.title, c.key
UNION ALL
SELECT c.dashboard || ', ' || c.title || ': shows no number'
FROM cell c
WHERE c.type IN ('stat', 'bargauge', 'timeseries') AND c.title NOT IN ('Can these figures be trusted?', 'Is the sync healthy?')
GROUP BY c.dashboard, c.title, c.choice
HAVING bool_and(c.kind <> 'number' AND c.kind <> 'null')
UNION ALL
SELECT c.dashboard || ', ' || c.title || ': times must rise'
FROM (SELECT *, lag(value #>> '{}') OVER (PARTITION BY choice, dashboard, owner ORDER BY number) AS before
      FROM cell
      WHERE type = 'timeseries' AND key = 'time') c
WHERE CASE kind WHEN 'number' THEN (value #>> '{}')::numeric < before::numeric
                ELSE (value #>> '{}')::timestamptz < before::timestamptz END
UNION ALL
-- A regular expression that picks columns, and overrides, must pick some.
SELECT p.dashboard || ', ' || p.title || ': no column is called ' || wanted
FROM panel p
CROSS JOIN LATERAL (SELECT trim(BOTH '/^$' FROM p.body #>> '{options,reduceOptions,fields}') AS wanted
                    UNION
                    SELECT o #>> '{matcher,options}' FROM jsonb_array_elements(p.body #> '{fieldConfig,overrides}') AS o
                    ) AS w
WHERE :is_filled AND wanted NOT IN ('', '.*') AND p.type <> 'row'
  AND NOT EXISTS (SELECT FROM cell c WHERE c.dashboard = p.dashboard AND c.title = p.title AND c.key = wanted)
  AND NOT EXISTS (SELECT FROM cell c WHERE c.dashboard = p.dashboard AND c.title = p.title AND c.key = 'metric')
UNION ALL
SELECT dashboard || ', ' || title || ': answers somebody who is nobody'
FROM answer
WHERE choice = 'hostile' AND type = 'table' AND row::text NOT LIKE '%(none)%'
GROUP BY dashboard, title;
