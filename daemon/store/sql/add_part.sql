INSERT INTO sasync.walk_part
    (account_id, walk_id, part, opened, reopened, closed, changed, rescanned, rows_written)
VALUES ($1, $2::bigint, $3::integer, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9::bigint)
