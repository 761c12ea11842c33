-- What kind of server this is, of several that hold the same database.

-- standby: it repeats what another one is told; cluster: the others are told at the same time, and it may be behind them.
-- node_role() -> standby:int, cluster:int
SELECT 0, 0
-- pgsql
SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END, 0
-- mysql
-- Not every build knows wsrep_on.
SELECT @@GLOBAL.read_only, (SELECT COUNT(*) FROM information_schema.session_variables
                            WHERE variable_name = 'WSREP_ON' AND variable_value = 'ON')

-- Answers once all is applied here that was committed anywhere before it was asked.
-- node_sync() -> synced:int
-- mysql
SET STATEMENT wsrep_sync_wait = 1 FOR SELECT 1
