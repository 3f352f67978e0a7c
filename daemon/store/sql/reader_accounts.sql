-- All accounts, and whether each was granted to this reader.
SELECT a.account_id, a.label, EXISTS (SELECT FROM sasync.reader_account r
                                      WHERE r.reader = $1 AND r.account_id = a.account_id),
       a.is_current
FROM sasync.account a
ORDER BY a.label, a.account_id
