-- Times move when something was read to its end; the rest is written where it differs. What is not told takes nothing
-- back.
--
-- $1 account, $2 site, $3 names were asked for, $4 why they were not read; $5 the subscription was asked for, $6 why it
-- was not read, $7 edition, $8 image scans bought, $9 left
WITH told AS (
    SELECT CASE WHEN $3::boolean AND $4::text IS NULL THEN sasync.moment() END AS names_at,
           CASE WHEN $5::boolean AND $6::text IS NULL THEN sasync.moment() END AS subscription_at
),
changed AS (
    UPDATE sasync.site s
    SET names_at = coalesce(t.names_at, s.names_at),
        names_fault = CASE WHEN $3::boolean THEN $4 ELSE s.names_fault END,
        subscription_at = coalesce(t.subscription_at, s.subscription_at),
        subscription_fault = CASE WHEN $5::boolean THEN $6 ELSE s.subscription_fault END,
        edition = coalesce($7, s.edition),
        image_scans_total = coalesce($8::bigint, s.image_scans_total),
        image_scans_left = coalesce($9::bigint, s.image_scans_left)
    FROM told t
    WHERE s.account_id = $1 AND s.site = $2
      AND (t.names_at IS NOT NULL OR t.subscription_at IS NOT NULL
           OR (CASE WHEN $3::boolean THEN $4 ELSE s.names_fault END,
               CASE WHEN $5::boolean THEN $6 ELSE s.subscription_fault END, coalesce($7, s.edition),
               coalesce($8::bigint, s.image_scans_total), coalesce($9::bigint, s.image_scans_left))
              IS DISTINCT FROM (s.names_fault, s.subscription_fault, s.edition, s.image_scans_total, s.image_scans_left))
)
INSERT INTO sasync.site (account_id, site, names_at, names_fault, subscription_at, subscription_fault, edition,
                         image_scans_total, image_scans_left)
SELECT $1, $2, t.names_at, $4, t.subscription_at, $6, $7, $8::bigint, $9::bigint
FROM told t
WHERE NOT EXISTS (SELECT FROM sasync.site s WHERE s.account_id = $1 AND s.site = $2)
