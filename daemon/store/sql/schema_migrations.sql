SELECT version, coalesce(checksum, '') FROM sasync.schema_migration ORDER BY version
