-- For Citus 11.3 or later, run once by a DBA after `sasyncd migrate`, and again after each migration that brought tables:
--
--     psql --dbname=security --single-transaction --set=ON_ERROR_STOP=1 --file=citus.sql
--
-- Distributes the tables of one account by account_id, all together, so that an account lives on one node: what the
-- daemon writes in a transaction, and what a view joins, is in one place. A shard holds whole accounts, so this spreads
-- many accounts; it makes a single large one no faster. Tables that are not of one account are copied to each node.
-- What is distributed already is left as it is. Filled tables are moved, and locked meanwhile: stop the daemons.
--
-- Every primary key and unique index of a distributed table holds account_id, and there are no foreign keys, as Citus
-- wants it. Numbers that the database gives (identity columns and sasync.event_number, all bigint) are unique over all
-- nodes, and no longer in the order of time where other nodes than the coordinator give them: nothing relies on that.
-- Let sasyncd connect to the coordinator.

DO $$
DECLARE
    name text;
    reference_tables text[] := ARRAY[
        'account',
        'daemon',
        'malware',
        'pruned',
        'schema_migration',
        'sweep'
    ];
    tables_of_an_account text[] := ARRAY[
        'source',  -- the first: the others lie where it lies
        'action',
        'daily',
        'episode',
        'event',
        'finding',
        'lease',
        'listed_cluster',
        'listed_repository',
        'listing',
        'occurrence',
        'occurrence_state',
        'open_count',
        'quarantine',
        'reader_account',
        'rescan',
        'site',
        'standing',
        'suspect',
        'verification',
        'unsummarised',
        'walk',
        'walk_part'
    ];
BEGIN
    IF to_regclass('pg_dist_partition') IS NULL THEN
        RAISE EXCEPTION 'this database has no Citus: CREATE EXTENSION citus first, as its documentation describes';
    END IF;
    FOREACH name IN ARRAY reference_tables LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = ('sasync.' || name)::regclass) THEN
            PERFORM create_reference_table('sasync.' || name);
        END IF;
    END LOOP;
    FOREACH name IN ARRAY tables_of_an_account LOOP
        IF NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = ('sasync.' || name)::regclass) THEN
            PERFORM create_distributed_table(
                'sasync.' || name, 'account_id',
                colocate_with => CASE name WHEN 'source' THEN 'none' ELSE 'sasync.source' END);
        END IF;
    END LOOP;
END
$$;
