INSERT INTO sasync.pruned AS p (what, before)
VALUES ($1, sasync.moment() - $2::bigint * interval '1 millisecond')
ON CONFLICT (what) DO UPDATE SET before = greatest(p.before, excluded.before)
