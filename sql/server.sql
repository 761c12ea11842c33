-- What a database server is and how it is set, by the server's own names of settings; for licencesctl doctor.

-- server_settings() -> name, value
SELECT 'version', sqlite_version()
UNION ALL SELECT 'journal_mode', journal_mode FROM pragma_journal_mode
-- pgsql
SELECT name, setting
FROM pg_catalog.pg_settings
WHERE name IN ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names',
               'statement_timeout', 'max_connections')
-- mysql
SELECT LOWER(variable_name), CAST(variable_value AS CHAR(200))
FROM information_schema.global_variables
WHERE variable_name IN ('VERSION', 'INNODB_FLUSH_LOG_AT_TRX_COMMIT', 'MAX_CONNECTIONS', 'WSREP_ON', 'BINLOG_FORMAT')
UNION ALL
SELECT LOWER(variable_name), CAST(variable_value AS CHAR(200))
FROM information_schema.global_status
WHERE variable_name IN ('WSREP_CLUSTER_STATUS', 'WSREP_READY')
