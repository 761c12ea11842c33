-- The keys by which employees are sorted by name; see mod_licences/store/name.c.

-- name_account(after:int) -> id:int, locale
SELECT id, locale
FROM account
WHERE id > :after
ORDER BY id
LIMIT 1

-- name_next(account:int, after:int, limit:int) -> id:int, name
SELECT id, name
FROM employee
WHERE account = :account AND id > :after
ORDER BY id
LIMIT :limit

-- One by one on SQLite, which would read the whole table for a list of them.
-- name_save_one(key:text, account:int, id:int)
-- sqlite
UPDATE employee SET name_key = :key WHERE account = :account AND id = :id

-- name_save(account:int, rows:text)
-- pgsql
UPDATE employee
SET name_key = r.name_key
FROM :rows{id:int, name_key:text} r
WHERE employee.account = :account AND employee.id = r.id
-- mysql
UPDATE :rows{id:int, name_key:text} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.name_key = r.name_key
