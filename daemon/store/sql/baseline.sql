-- All present occurrences of a site, to be fetched piece by piece.
SELECT row_key, fingerprint, (date_part('epoch', latest_scan_at) * 1000)::bigint,
       (date_part('epoch', latest_verify_at) * 1000)::bigint, event_id, source_id, scan_regressed
FROM sasync.occurrence_state
WHERE account_id = $1 AND site = $2 AND gone_walk IS NULL
