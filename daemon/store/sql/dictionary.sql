-- Views and functions of schema sas with their columns, in the order in which one would get to know them: what is not
-- named here follows by its name. A function's columns are those that it returns; they have no comments of their own.
WITH things AS (
    SELECT c.oid, c.relname AS name, c.relname::text AS title, obj_description(c.oid, 'pg_class') AS remark, false AS is_function
    FROM pg_class c
    WHERE c.relnamespace = 'sas'::regnamespace AND c.relkind IN ('v', 'm', 'r', 'p')
    UNION ALL
    SELECT p.oid, p.proname, format('%s(%s)', p.proname, pg_get_function_arguments(p.oid)),
           obj_description(p.oid, 'pg_proc'), true
    FROM pg_proc p
    WHERE p.pronamespace = 'sas'::regnamespace
), parts AS (
    SELECT a.attrelid AS oid, a.attnum::integer AS place, a.attname::text AS name,
           format_type(a.atttypid, a.atttypmod) AS type, col_description(a.attrelid, a.attnum) AS remark
    FROM pg_attribute a
    WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT p.oid, o.place::integer, p.proargnames[o.place], format_type(p.proallargtypes[o.place], NULL), NULL
    FROM pg_proc p
    CROSS JOIN LATERAL generate_subscripts(p.proallargtypes, 1) AS o(place)
    WHERE p.proargmodes[o.place] IN ('o', 'b', 't')
)
SELECT t.is_function, t.title, coalesce(t.remark, ''), CASE WHEN t.is_function THEN pg_get_function_result(t.oid) ELSE '' END,
       coalesce(p.name, ''), coalesce(p.type, ''), coalesce(p.remark, '')
FROM things t
LEFT JOIN parts p ON p.oid = t.oid
ORDER BY t.is_function,
         array_position(ARRAY['finding', 'image', 'image_history', 'malware', 'repository', 'cluster', 'host', 'occurrence',
                              'episode', 'remediation', 'event', 'proof', 'daily', 'open_count', 'scan_history', 'blind_spot',
                              'source', 'freshness', 'sweep', 'walk', 'region', 'quarantine']::name[], t.name),
         t.name, t.title, p.place
