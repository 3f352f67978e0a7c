-- Which of the rows that the baseline does not hold are on record all the same: gone ones that come back.
SELECT n.row_key
FROM unnest($3::uuid[]) AS n(row_key)
CROSS JOIN LATERAL (SELECT FROM sasync.occurrence_state s
                    WHERE s.account_id = $1 AND s.site = $2 AND s.row_key = n.row_key OFFSET 0) AS known
