-- What a copy into another database goes by (mod_licences/store/copy.c): the database's own list of its tables, so that
-- none can be forgotten. Left out is what the program makes by itself in each: the schema's book-keeping, the words
-- that employees are found by, and who does the timer's work.

-- copy_columns() -> table_name, column_name, is_text:int
SELECT m.name, c.name, c.type LIKE 'VARCHAR%'
FROM sqlite_master m
CROSS JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'employee_search%'
  AND m.name NOT IN ('schema_version', 'lease')
ORDER BY m.name, c.name
-- pgsql
SELECT c.relname, a.attname, (a.atttypid = 'varchar'::regtype)::int
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace
  AND c.relname NOT IN ('schema_version', 'lease', 'employee_search')
ORDER BY c.relname, a.attname
-- mysql
SELECT table_name, column_name, data_type = 'varchar'
FROM information_schema.columns
WHERE table_schema = DATABASE() AND table_name NOT IN ('schema_version', 'schema_step', 'lease', 'employee_search')
ORDER BY BINARY table_name, BINARY column_name

-- What init has put there; the copy has the other database's.
-- copy_settings_clear()
DELETE FROM setting
