-- Searching: the folded words of each employee in a table or index of their own, which changes only when the words do
-- (on PostgreSQL every update of an indexed row would enter them into the index again), and the orders of lists.

-- pgsql only
ALTER TABLE employee ALTER COLUMN search TYPE VARCHAR(700) COLLATE "C";

-- mysql only
ALTER TABLE employee MODIFY COLUMN search VARCHAR(700) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;

-- Nothing but the three-letter parts, by a number made of account and employee: that the letters also stand together is
-- looked up in the row.
-- sqlite only
CREATE VIRTUAL TABLE employee_search USING fts5(search, content='', detail=none, tokenize='trigram case_sensitive 1');

-- pgsql only
CREATE TABLE employee_search (
  account BIGINT NOT NULL,
  employee BIGINT NOT NULL,
  search VARCHAR(700) COLLATE "C" NOT NULL,
  PRIMARY KEY (account, employee)
);

-- Its rows lie together by account, and are narrow: that is what is read there, for want of such an index.
-- mysql only
CREATE TABLE employee_search (
  account BIGINT NOT NULL,
  employee BIGINT NOT NULL,
  search VARCHAR(700) NOT NULL,
  PRIMARY KEY (account, employee)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What only the program can do: store/search.c folds the words of every employee that there is.
FILL employee_search;

-- pgsql only
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- pgsql only
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- The extension may be in any schema, also in one that isn't searched. New words wait in a list that every search reads,
-- so it is kept short.
-- pgsql only
DO $$ BEGIN EXECUTE (SELECT 'CREATE INDEX employee_search_words ON employee_search USING gin (account, search ' || quote_ident(n.nspname) || '.gin_trgm_ops) WITH (gin_pending_list_limit = 256)' FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace WHERE o.opcname = 'gin_trgm_ops' LIMIT 1); END $$;

-- Orders of the list of add-on licences.
CREATE INDEX assignment_assigned ON assignment (account, assigned_at, id);
CREATE INDEX assignment_product ON assignment (account, product, assigned_at, id);
