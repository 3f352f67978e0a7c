-- Milliseconds until a day has passed since the last verification; negative where more has.
SELECT coalesce((date_part('epoch', max(verified_at) + interval '24 hours' - sasync.moment()) * 1000)::bigint, 0)
FROM sasync.verification
WHERE account_id = $1
