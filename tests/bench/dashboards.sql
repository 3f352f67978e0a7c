-- The queries of config/grafana as a file of questions: with everything chosen, and with one account, level and repository.
-- Variables of psql: fleet, sync (the files' text).
\pset format unaligned
\pset tuples_only on
\set QUIET on
\ir ../support/dashboards.sql

SELECT format(E'-- dashboard %s: %s, %s\n%s', q.dashboard, q.title, c.name,
              expanded(q.sql, c.account, c.level, c.repository, c.source, now() - interval '90 days', now()))
FROM (SELECT 'all' AS name, NULL::text[] AS account, NULL::text[] AS level, NULL::text[] AS repository,
             NULL::text[] AS source
      UNION ALL
      (SELECT 'one', ARRAY[o.account], ARRAY[o.level], ARRAY[concat_ws('/', o.repo_namespace, o.repo_name)],
              ARRAY[o.source]
       FROM sas.open_count o
       WHERE o.repo_namespace IS NOT NULL AND o.repo_name IS NOT NULL
       ORDER BY o.findings DESC
       LIMIT 1)) AS c
CROSS JOIN query q
ORDER BY q.dashboard, q.owner, c.name;

-- A moment a month ago.
SELECT format(E'-- finding_as_of a month ago\nSELECT presence, level, status, count(*)\n'
              'FROM sas.finding_as_of(%L) GROUP BY 1, 2, 3', now() - interval '30 days');
