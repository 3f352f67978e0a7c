-- The dashboards of config/grafana, and their SQL as Grafana would send it. Variables of psql: fleet, sync (the files'
-- text).
CREATE TABLE dashboard (name text PRIMARY KEY, body jsonb NOT NULL);
INSERT INTO dashboard VALUES ('fleet', :'fleet'::jsonb), ('sync', :'sync'::jsonb);

CREATE VIEW panel AS
SELECT d.name AS dashboard, (p ->> 'id')::integer AS id, p ->> 'type' AS type, p ->> 'title' AS title, p AS body,
       (p #>> '{gridPos,x}')::integer AS x, (p #>> '{gridPos,y}')::integer AS y, (p #>> '{gridPos,w}')::integer AS w,
       (p #>> '{gridPos,h}')::integer AS h
FROM dashboard d
CROSS JOIN LATERAL jsonb_array_elements(d.body -> 'panels') AS p;

CREATE VIEW query AS
SELECT p.dashboard, 'panel ' || p.id AS owner, p.type, p.title, t ->> 'format' AS format, t ->> 'rawSql' AS sql
FROM panel p
CROSS JOIN LATERAL jsonb_array_elements(p.body -> 'targets') AS t
WHERE p.type <> 'row'
UNION ALL
SELECT d.name, 'variable ' || (v ->> 'name'), 'variable', v ->> 'label', 'table', v ->> 'query'
FROM dashboard d
CROSS JOIN LATERAL jsonb_array_elements(d.body #> '{templating,list}') AS v;

-- A query with this chosen of each variable; NULL: all of them. The macros as Grafana's PostgreSQL data source has them;
-- one that it would not know stays, and fails.
CREATE FUNCTION expanded(sql text, account text[], level text[], repository text[], source text[], from_ timestamptz,
                         to_ timestamptz) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    chosen record;
BEGIN
    FOR chosen IN
        SELECT name, coalesce((SELECT string_agg(quote_literal(v), ',') FROM unnest(given) AS v), '''*''') AS list
        FROM (VALUES ('account', account), ('level', level), ('repository', repository), ('source', source))
                 AS variable (name, given)
    LOOP
        sql := replace(sql, '${' || chosen.name || ':sqlstring}', chosen.list);
    END LOOP;
    sql := regexp_replace(sql, '\$__timeFilter\(([^)]*)\)', format('\1 BETWEEN %L AND %L', sasync.iso(from_), sasync.iso(to_)), 'g');
    sql := regexp_replace(sql, '\$__timeGroupAlias\(([^,)]*), *\$__interval\)', 'floor(extract(epoch from \1)/900)*900 AS "time"', 'g');
    sql := replace(sql, '$__timeFrom()', quote_literal(sasync.iso(from_)));
    RETURN replace(sql, '$__timeTo()', quote_literal(sasync.iso(to_)));
END
$$;
