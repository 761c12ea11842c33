-- The schema's own book-keeping; see mod_licences/store/schema.c.

-- schema_table(name:text) -> found:int
SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :name
-- pgsql
SELECT COUNT(*) FROM pg_catalog.pg_class WHERE relname = :name AND relkind IN ('r', 'p') AND pg_table_is_visible(oid)
-- mysql
SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = :name

-- schema_version() -> version:int
SELECT COALESCE(MAX(version), 0) FROM schema_version

-- schema_version_insert(version:int, at:time)
INSERT INTO schema_version (version, at) VALUES (:version, :at)

-- schema_serves_delete()
DELETE FROM setting WHERE name = 'schema-serves'

-- schema_serves() -> value
SELECT value FROM setting WHERE name = 'schema-serves'

-- schema_setting_insert(name:text, value:text)
INSERT INTO setting (name, value) VALUES (:name, :value)

-- schema_setting(name:text) -> found:int
SELECT COUNT(*) FROM setting WHERE name = :name

-- One upgrade at a time. On SQLite BEGIN IMMEDIATE has seen to it; PostgreSQL's lock goes with the transaction,
-- MariaDB's with the connection.
-- schema_lock() -> locked:int
SELECT 1
-- pgsql
SELECT 1 FROM (SELECT pg_advisory_xact_lock(1818845545)) AS held
-- mysql
SELECT COALESCE(GET_LOCK(CONCAT(DATABASE(), '.licences'), 60), 0)

-- schema_unlock()
-- mysql
DO RELEASE_LOCK(CONCAT(DATABASE(), '.licences'))

-- How far a migration got, where a change of the schema can't be rolled back. step: so many steps are done; below 0, the
-- step of that number is under way, and may have been carried out.
-- schema_step_create()
-- mysql
CREATE TABLE IF NOT EXISTS schema_step (version INTEGER NOT NULL PRIMARY KEY, step INTEGER NOT NULL) ENGINE=InnoDB

-- schema_step(version:int) -> step:int
-- mysql
SELECT COALESCE(MAX(step), 0) FROM schema_step WHERE version = :version

-- schema_step_save(version:int, step:int)
-- mysql
INSERT INTO schema_step (version, step) VALUES (:version, :step) ON DUPLICATE KEY UPDATE step = :step

-- PostgreSQL must keep text as UTF-8; the others are told to by their connection.
-- schema_encoding() -> encoding
SELECT 'UTF8'
-- pgsql
SELECT pg_encoding_to_char(encoding) FROM pg_catalog.pg_database WHERE datname = current_database()
