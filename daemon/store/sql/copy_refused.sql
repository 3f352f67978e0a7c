-- Whether this role's rows are under row security here: PostgreSQL takes no COPY from it then. The owner's are not.
SELECT row_security_active('sasync.occurrence') OR row_security_active('sasync.occurrence_state')
