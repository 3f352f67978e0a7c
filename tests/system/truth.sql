-- What the API would answer now (:truth_file, of tell_truth) into the table `told`: the site and the row. FilePath is
-- one of a kind in the simulator's data, so that (site, FilePath) names a row.
SET client_min_messages = warning;
DROP TABLE IF EXISTS pg_temp.truth, pg_temp.told;
CREATE TEMP TABLE truth (site text, body text);
\set copy_command '\\copy truth FROM PROGRAM ''' 'cat ' :truth_file ''' WITH (FORMAT csv, DELIMITER E''\\t'', QUOTE E''\\b'')'
:copy_command

-- A table: a view would parse the JSON again for each field.
CREATE TEMP TABLE told AS
SELECT site, j, coalesce(j ->> 'ImageUuid', '') AS uuid, j ->> 'FilePath' AS path
FROM (SELECT site, body::jsonb AS j FROM truth) AS t;
