-- Before a sweep: what lives now (table `living`), what the tables show (`shown`), and of what no longer lives, after
-- which request it went (`removed`). Variable: last_number, and what truth.sql wants.
\ir truth.sql
CREATE TABLE IF NOT EXISTS living (site text, path text);
CREATE TABLE IF NOT EXISTS shown (site text, path text);
CREATE TABLE IF NOT EXISTS removed (site text, path text, last_number bigint);
INSERT INTO removed
SELECT l.site, l.path, :last_number FROM (SELECT site, path FROM living EXCEPT SELECT site, path FROM told) AS l;
DELETE FROM removed AS r USING told AS t WHERE (t.site, t.path) = (r.site, r.path);
TRUNCATE living, shown;
INSERT INTO living SELECT site, path FROM told;
SELECT to_regclass('sas.occurrence') IS NOT NULL AS has_schema \gset
\if :has_schema
INSERT INTO shown SELECT site, file_path FROM sas.occurrence WHERE presence = 'present';
\endif
\if :has_schema
DROP TABLE IF EXISTS finding_before;
CREATE TABLE finding_before AS
SELECT account_id, finding_key, episodes, occurrences, level, status_name AS status, sasync.iso(latest_scan_at) AS scan
FROM sas.finding WHERE presence = 'present';
\endif
