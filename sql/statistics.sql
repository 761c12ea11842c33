-- What a server knows of how many rows there are.

-- PostgreSQL counts new rows itself within a minute, and until then thinks of a large new account as one row. Whoever waits for a
-- lock would wait for a VACUUM: what is locked is left out.
-- statistics_count()
-- pgsql
ANALYZE (SKIP_LOCKED) employee, employee_search, employee_role, assignment, plan, journal, usage_day, outbox
