-- Distributes what accounts hold over 16 partitions by hash of the account, on PostgreSQL. Every table goes whose keys all
-- hold the account; what they hold, their indexes and the indexes' names stay. Reference tables and the table of accounts
-- itself stay whole. To be run by the owner, with nobody else at work, again after an upgrade of the schema (what is
-- distributed already is left alone):
--
--   psql -1 -v ON_ERROR_STOP=1 -d licences -f partitions.sql
--
-- When that is worth while, and when it isn't, is told in scale.md.
DO $$
DECLARE
  whole RECORD;
  made TEXT;
BEGIN
  FOR whole IN
    SELECT c.oid, c.relname AS name,
           ARRAY(SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
                 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u') ORDER BY k.contype) ||
           ARRAY(SELECT pg_get_indexdef(x.indexrelid) FROM pg_index x WHERE x.indrelid = c.oid
                 AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)) AS keys
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account'
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
      AND NOT EXISTS (SELECT 1 FROM pg_index x WHERE x.indrelid = c.oid AND x.indisunique
                      AND NOT a.attnum = ANY (x.indkey::SMALLINT[]))
  LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', whole.name, whole.name || '_whole');
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE) PARTITION BY HASH (account)',
                   whole.name, whole.name || '_whole');
    FOR part IN 0..15 LOOP
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
                     whole.name || '_p' || part, whole.name, part);
    END LOOP;
    EXECUTE format('INSERT INTO %I SELECT * FROM %I', whole.name, whole.name || '_whole');
    EXECUTE format('DROP TABLE %I', whole.name || '_whole');
    FOREACH made IN ARRAY whole.keys LOOP
      EXECUTE made;
    END LOOP;
  END LOOP;
END $$;
