SELECT a.label, count(*)
FROM sasync.quarantine q
JOIN sasync.account a ON a.account_id = q.account_id
WHERE q.gone_at IS NULL
GROUP BY 1
ORDER BY 1
