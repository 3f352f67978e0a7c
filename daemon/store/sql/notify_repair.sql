-- A repair is no walk, and makes no events: whoever keeps a copy has to read it anew.
SELECT pg_notify('sasyncd', (
    CASE WHEN EXISTS (SELECT FROM sasync.reader_account) THEN json_build_object('sweep', NULL, 'walk', NULL)
         ELSE json_build_object('sweep', NULL, 'walk', NULL, 'account_id', $1::text, 'source', NULL, 'opened', 0,
                                'reopened', 0, 'closed', 0, 'changed', $2::bigint, 'rescanned', 0) END)::text)
