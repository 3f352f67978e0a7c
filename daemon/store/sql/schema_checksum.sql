UPDATE sasync.schema_migration SET checksum = $2 WHERE version = $1::integer
