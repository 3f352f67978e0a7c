SELECT CASE WHEN is_remediation THEN 'removed' WHEN close_reason <> 'absent' THEN close_reason
            WHEN was_whitelisted THEN 'whitelisted' ELSE 'went_on' END AS ending,
       count(*), count(*) FILTER (WHERE proof = 'asked'), count(*) FILTER (WHERE proof = 'walks'),
       count(*) FILTER (WHERE is_initial),
       (1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY date_part('epoch', duration)))::bigint,
       (1000 * percentile_cont(0.9) WITHIN GROUP (ORDER BY date_part('epoch', duration)))::bigint
FROM sas.remediation
WHERE closed_at >= $1::date::timestamp AT TIME ZONE 'UTC'
GROUP BY 1
ORDER BY CASE WHEN bool_or(is_remediation) THEN 0 ELSE 1 END, count(*) DESC
