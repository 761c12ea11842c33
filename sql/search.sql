-- The words that employees are found by, and the index of them; see mod_licences/store/search.c.

-- search_insert(account:int, rows:text)
INSERT INTO employee_search (rowid, search)
SELECT :account * 1099511627776 + r.id, r.search FROM :rows{id:int, search:text} r
-- pgsql
INSERT INTO employee_search (account, employee, search)
SELECT :account, r.id, r.search FROM :rows{id:int, search:text} r
-- mysql
INSERT INTO employee_search (account, employee, search)
SELECT :account, r.id, r.search FROM :rows{id:int, search:text} r

-- search_remove(account:int, rows:text)
-- Without contents of its own, SQLite's index has to be told what it is to forget.
INSERT INTO employee_search (employee_search, rowid, search)
SELECT 'delete', e.account * 1099511627776 + e.id, e.search
FROM :rows{id:int} r
CROSS JOIN employee e
WHERE e.account = :account AND e.id = r.id
-- pgsql
DELETE FROM employee_search
WHERE account = :account AND employee IN :rows{int}
-- mysql
DELETE s
FROM :rows{id:int} r
STRAIGHT_JOIN employee_search s ON s.account = :account AND s.employee = r.id

-- Everything out of the index, to be filled anew.
-- search_clear()
INSERT INTO employee_search (employee_search) VALUES ('delete-all')
-- pgsql
DELETE FROM employee_search
-- mysql
DELETE FROM employee_search

-- The next account that has employees; 0: there is none.
-- search_account(after:int) -> account:int
SELECT COALESCE(MIN(account), 0) FROM employee WHERE account > :after

-- Employees to be folded.
-- search_next(account:int, after:int, limit:int) -> id:int, login, name, initials, email
SELECT id, login, name, initials, email
FROM employee
WHERE account = :account AND id > :after
ORDER BY id
LIMIT :limit

-- One by one on SQLite, which would read the whole table for a list of them.
-- search_save_one(search:text, account:int, id:int)
-- sqlite
UPDATE employee SET search = :search WHERE account = :account AND id = :id

-- search_save(account:int, rows:text)
-- pgsql
UPDATE employee
SET search = r.search
FROM :rows{id:int, search:text} r
WHERE employee.account = :account AND employee.id = r.id
-- mysql
UPDATE :rows{id:int, search:text} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.search = r.search
