DELETE FROM sasync.daemon WHERE holder = $1
