-- Whether there is anything of sasyncd's in this database, by its oldest tables: whoever has rows has one of these.
SELECT EXISTS (SELECT FROM sasync.account) OR EXISTS (SELECT FROM sasync.source) OR EXISTS (SELECT FROM sasync.sweep)
       OR EXISTS (SELECT FROM sasync.action)
