-- What is there to be verified.
SELECT (SELECT count(*) FROM sasync.occurrence_state s WHERE s.account_id = $1),
       (SELECT count(*) FROM sasync.finding f WHERE f.account_id = $1),
       (SELECT count(*) FROM sasync.episode e WHERE e.account_id = $1),
       (SELECT count(*) FROM sasync.event v WHERE v.account_id = $1),
       (SELECT count(*) FROM sasync.walk w WHERE w.account_id = $1)
