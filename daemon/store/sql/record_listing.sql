-- The time moves when a list was read to its end; why it was not is written where it is another reason.
--
-- $1 account, $2 site, $3 kind, $4 scope, $5 region, $6 why it was not read to its end, $7 pages, $8 elements, $9 unusable
-- ones, $10 how many it says there are, $11 request id
WITH changed AS (
    UPDATE sasync.listing l
    SET region_id = $5,
        read_at = CASE WHEN $6::text IS NULL THEN sasync.moment() ELSE l.read_at END,
        failing_since = CASE WHEN $6::text IS NOT NULL THEN coalesce(l.failing_since, sasync.moment()) END,
        fault = $6,
        pages = CASE WHEN $6::text IS NULL THEN $7::bigint ELSE l.pages END,
        elements = CASE WHEN $6::text IS NULL THEN $8::bigint ELSE l.elements END,
        unusable = CASE WHEN $6::text IS NULL THEN $9::bigint ELSE l.unusable END,
        total_told = CASE WHEN $6::text IS NULL THEN $10::bigint ELSE l.total_told END,
        request_id = CASE WHEN $6::text IS NULL THEN $11 ELSE l.request_id END
    WHERE l.account_id = $1 AND l.site = $2 AND l.kind = $3 AND l.scope = $4
      AND ($6::text IS NULL OR (l.fault, l.region_id) IS DISTINCT FROM ($6, $5))
)
INSERT INTO sasync.listing (account_id, site, kind, scope, region_id, read_at, failing_since, fault, pages, elements,
                            unusable, total_told, request_id)
SELECT $1, $2, $3, $4, $5, CASE WHEN $6::text IS NULL THEN sasync.moment() END,
       CASE WHEN $6::text IS NOT NULL THEN sasync.moment() END, $6,
       CASE WHEN $6::text IS NULL THEN $7::bigint END, CASE WHEN $6::text IS NULL THEN $8::bigint END,
       CASE WHEN $6::text IS NULL THEN $9::bigint END, CASE WHEN $6::text IS NULL THEN $10::bigint END,
       CASE WHEN $6::text IS NULL THEN $11 END
WHERE NOT EXISTS (
    SELECT FROM sasync.listing l WHERE l.account_id = $1 AND l.site = $2 AND l.kind = $3 AND l.scope = $4)
