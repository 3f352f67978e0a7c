-- Each attempt is noted, since the next one is due a day after it.
UPDATE sasync.source
SET not_entitled_at = CASE WHEN $4::boolean THEN sasync.moment() END
WHERE account_id = $1 AND site = $2 AND suffix = $3 AND ($4::boolean OR not_entitled_at IS NOT NULL)
