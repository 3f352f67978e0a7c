-- standing of an account that has none: plain, since looking for conflicts costs a fifth.
WITH written AS (
    INSERT INTO sasync.standing
        (account_id, thing, key, finding_key, first_opened_at, open_since, cleared_at, latest_scan_at, serious,
         suspicious, remind, other, found)
    SELECT x.account_id, x.thing, x.key, x.finding_key, x.first_opened_at, x.open_since, x.cleared_at, x.latest_scan_at,
           x.serious, x.suspicious, x.remind, x.other, x.found
    FROM sasync.expected_standings($1) x
    -- By thing and key, in one text whose begin tells most of them apart: it sorts three times as fast.
    ORDER BY left(x.thing, 1) || x.key COLLATE "C"
    RETURNING 1
)
SELECT count(*) FROM written
