-- Prints what a faulty sync did that it must not; nothing where all is well. Variables: verdict (of test/china; none:
-- no walk was begun), other (the verdict of the site that had no fault), exact (whether the rows came as they are), and
-- what truth.sql wants. The table `before` holds the rows that were present before.
\ir truth.sql
CREATE TEMP VIEW alive AS SELECT site, file_path AS path FROM sas.occurrence WHERE presence = 'present';
SELECT 'a living row was lost: ' || site || ' ' || path
FROM (SELECT site, path FROM before INTERSECT SELECT site, path FROM told
      EXCEPT SELECT site, path FROM alive) AS l LIMIT 3;
SELECT 'a row is there twice: ' || site || ' ' || path FROM alive WHERE :'exact' = 'yes'
GROUP BY site, path HAVING count(*) > 1 LIMIT 3;

CREATE TEMP VIEW walked AS
SELECT site, coalesce(w.verdict, 'none') AS verdict, w.reason, w.keys + w.quarantined AS read, w.ended_at
FROM (VALUES ('china'), ('international')) AS s (site)
LEFT JOIN sas.walk AS w USING (site)
WHERE w.walk_id IS NULL OR w.sweep_id = (SELECT max(sweep_id) FROM sasync.sweep);

SELECT site || ' ended ' || coalesce(w.verdict, 'none') || ' instead of ' || e.verdict || ': ' || coalesce(w.reason, '')
FROM (VALUES ('china', :'verdict'), ('international', :'other')) AS e (site, verdict)
LEFT JOIN walked AS w USING (site)
WHERE coalesce(w.verdict, 'none') <> e.verdict AND NOT (e.verdict = 'any' AND w.verdict IS NOT NULL);
SELECT 'whole, but only ' || read || ' of ' || t.rows || ' rows were read'
FROM walked, (SELECT count(*) AS rows FROM told WHERE site = 'china') AS t
WHERE site = 'china' AND verdict = 'whole' AND :'verdict' = 'whole' AND read < t.rows;
SELECT 'whole with a reason: ' || reason FROM walked WHERE verdict = 'whole' AND reason <> '';
SELECT 'a walk was left without an end' FROM sas.walk WHERE ended_at IS NULL LIMIT 1;

\o :reason_file
SELECT reason FROM walked WHERE site = 'china';
\o
