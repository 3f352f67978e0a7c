-- One migrates at a time; held to the end of the transaction, so that a pooler cannot lose it.
SELECT pg_advisory_xact_lock(hashtext('sasyncd migrations'))
