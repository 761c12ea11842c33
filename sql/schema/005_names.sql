-- The number that a partner's own system knows an employee by; NULL: it has told none.
ALTER TABLE employee ADD COLUMN external VARCHAR(64);
CREATE UNIQUE INDEX employee_external ON employee (account, external);

-- Lists by name go by a key that holds the name's place in the order of the account's language. Earlier programs write
-- none, so this serves none of them.
ALTER TABLE employee ADD COLUMN name_key VARCHAR(256) NOT NULL DEFAULT '';

-- What only the program can do: store/name.c makes every employee's key.
FILL name_key;

-- sqlite only
DROP INDEX employee_name;

-- pgsql only
DROP INDEX employee_name;

-- mysql only
DROP INDEX employee_name ON employee;

CREATE INDEX employee_name_key ON employee (account, name_key, id);
