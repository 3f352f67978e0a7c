-- Of lists that are not wanted any more.
--
-- $1 account, $2 site, $3 repositories are wanted, $4 clusters are
UPDATE sasync.listing
SET fault = NULL, failing_since = NULL
WHERE account_id = $1 AND site = $2 AND fault IS NOT NULL
  AND NOT CASE kind WHEN 'repositories' THEN $3::boolean ELSE $4::boolean END
