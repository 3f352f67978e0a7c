-- standing becomes what findings and episodes tell. What is known of a repository's times stays: its findings may have
-- left it.
WITH expected AS MATERIALIZED (SELECT x.* FROM sasync.expected_standings($1) x),
left_alone AS (
    UPDATE sasync.standing s
    SET serious = 0, suspicious = 0, remind = 0, other = 0, found = 0, cleared_at = coalesce(s.cleared_at, sasync.moment())
    WHERE s.account_id = $1 AND (s.serious, s.suspicious, s.remind, s.other, s.found) <> (0, 0, 0, 0, 0)
      AND NOT EXISTS (SELECT FROM expected x WHERE x.thing = s.thing AND x.key = s.key)
    RETURNING 1
),
written AS (
    INSERT INTO sasync.standing AS s
        (account_id, thing, key, finding_key, first_opened_at, open_since, cleared_at, latest_scan_at, serious,
         suspicious, remind, other, found)
    SELECT x.account_id, x.thing, x.key, x.finding_key, x.first_opened_at, x.open_since, x.cleared_at, x.latest_scan_at,
           x.serious, x.suspicious, x.remind, x.other, x.found
    FROM expected x
    ORDER BY left(x.thing, 1) || x.key COLLATE "C"  -- as in fill_standings.sql; at random they take twice as long
    ON CONFLICT (account_id, thing, key) DO UPDATE
    SET serious = excluded.serious, suspicious = excluded.suspicious, remind = excluded.remind, other = excluded.other,
        found = excluded.found,
        latest_scan_at = greatest(s.latest_scan_at, excluded.latest_scan_at),
        first_opened_at = CASE WHEN s.thing = 'repository' THEN s.first_opened_at ELSE excluded.first_opened_at END,
        open_since = CASE WHEN s.thing = 'repository' THEN s.open_since ELSE excluded.open_since END,
        cleared_at = CASE WHEN excluded.cleared_at IS NULL THEN NULL
                          WHEN s.thing = 'repository' THEN coalesce(s.cleared_at, excluded.cleared_at)
                          ELSE excluded.cleared_at END
    WHERE (s.serious, s.suspicious, s.remind, s.other, s.found, s.cleared_at IS NULL)
          <> (excluded.serious, excluded.suspicious, excluded.remind, excluded.other, excluded.found,
              excluded.cleared_at IS NULL)
       OR excluded.latest_scan_at IS NOT NULL AND (s.latest_scan_at >= excluded.latest_scan_at) IS NOT TRUE
       OR s.thing <> 'repository'
          AND (s.first_opened_at, s.open_since, s.cleared_at)
              IS DISTINCT FROM (excluded.first_opened_at, excluded.open_since, excluded.cleared_at)
    RETURNING 1
)
SELECT (SELECT count(*) FROM left_alone) + (SELECT count(*) FROM written)
