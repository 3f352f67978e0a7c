INSERT INTO sasync.occurrence SELECT * FROM pg_temp.occurrence;
INSERT INTO sasync.occurrence_state SELECT * FROM pg_temp.occurrence_state;
DROP TABLE pg_temp.occurrence, pg_temp.occurrence_state
