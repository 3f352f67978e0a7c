-- Whether nothing was ever seen of the site: then no row of the walk need be looked up.
SELECT NOT EXISTS (SELECT FROM sasync.occurrence_state WHERE account_id = $1 AND site = $2)
