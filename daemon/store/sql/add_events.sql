-- Transitions of single occurrences.
INSERT INTO sasync.event
    (account_id, walk_id, source_id, finding_key, row_key, kind, old_value, new_value, reason, first_request_id,
     request_id, at)
SELECT $1, $2::bigint, $3::bigint, n.*, (SELECT sasync.moment())
FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[]) AS n
ORDER BY 4, 5, 6  -- so that the same part always gets the same numbers
