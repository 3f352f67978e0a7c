-- Returns no row where the walk was completed before: then this is the repetition of a call that did succeed.
UPDATE sasync.walk
SET ended_at = sasync.moment(), verdict = $3, reason = $4, page_size_asked = $5::integer, page_size_served = $6::integer,
    pages = $7::bigint, requests = $8::bigint, retries = $9::bigint, total_first = $10::bigint,
    total_last = $11::bigint, total_changes = $12::bigint, rows = $13::bigint, keys = $14::bigint,
    keys_twice = $15::bigint, folded = $16::bigint, quarantined = $17::bigint, regions = $18::jsonb,
    suspects = $19::bigint, asked = $20::bigint, closed = $21::bigint, left_open = $22::bigint, held = $23::bigint,
    control_request_id = $24, first_request_id = $25, last_request_id = $26, keys_digest = $27, notes = $28,
    findings_opened = $29::bigint, findings_reopened = $30::bigint, findings_closed = $31::bigint,
    findings_changed = $32::bigint, findings_rescanned = $33::bigint, rows_written = $34::bigint
WHERE account_id = $1 AND walk_id = $2::bigint AND verdict IS NULL
RETURNING 1
