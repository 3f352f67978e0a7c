-- What is to be known of a reader before it is given anything, and of who would give it.
SELECT r.oid IS NOT NULL,
       coalesce(r.rolcanlogin, false),
       coalesce(r.rolinherit, false),
       -- Until 15, who may create roles may grant itself any.
       coalesce(r.rolcreaterole AND current_setting('server_version_num')::integer < 160000, false),
       CASE WHEN r.oid IS NULL THEN false ELSE sasync.sees_all(r.rolname) END,
       CASE WHEN r.rolsuper THEN 'superuser'
            ELSE (SELECT string_agg(DISTINCT g.grantee::regrole::text, ', ')
                  FROM pg_class c
                  CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
                  JOIN pg_roles b ON b.oid = g.grantee AND b.rolname NOT IN ('sasyncd_views', 'sasyncd_account_reader')
                  WHERE c.oid IN ('sas.finding'::regclass, 'sasync.finding'::regclass) AND g.privilege_type = 'SELECT'
                    AND pg_has_role(r.oid, g.grantee, 'USAGE')) END,
       to_regrole('sasyncd_reader') IS NOT NULL AND to_regrole('sasyncd_account_reader') IS NOT NULL
           AND to_regrole('sasyncd_views') IS NOT NULL,
       pg_has_role((SELECT c.relowner FROM pg_class c WHERE c.oid = 'sasync.finding'::regclass), 'USAGE')
           AND coalesce(pg_has_role(to_regrole('sasyncd_views')::oid, 'MEMBER'), false)
           AND coalesce(pg_has_role(to_regrole('sasyncd_account_reader')::oid, 'MEMBER WITH ADMIN OPTION'), false),
       current_user
FROM (VALUES ($1::text)) AS asked(name)
LEFT JOIN pg_roles r ON r.rolname = asked.name
