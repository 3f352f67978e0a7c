-- A certificate that closed something is the proof of it.
DELETE FROM sasync.walk
WHERE ctid = ANY (ARRAY(
    SELECT w.ctid
    FROM sasync.walk w
    WHERE w.ended_at < (SELECT sasync.moment()) - $1::bigint * interval '1 millisecond' AND coalesce(w.closed, 0) = 0
      AND NOT EXISTS (SELECT FROM sasync.source s
                      WHERE s.account_id = w.account_id
                        AND w.walk_id IN (s.first_whole_walk, s.last_whole_walk, s.last_walk))
      AND NOT EXISTS (SELECT FROM sasync.suspect s
                      WHERE s.account_id = w.account_id AND w.walk_id IN (s.first_missed_walk, s.held_by))
    LIMIT 10000))
