SELECT count(*) FILTER (WHERE gone_walk IS NULL),
       count(*) FILTER (WHERE gone_at > (SELECT sasync.moment()) - interval '24 hours' AND NOT gone_waived
                          AND gone_reason <> 'source_retired')
FROM sasync.occurrence_state
WHERE account_id = $1 AND site = $2
