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

-- Everything out of the index, to be filled anew.
-- search_clear()
INSERT INTO employee_search (employee_search) VALUES ('delete-all')
-- pgsql
DELETE FROM employee_search
-- mysql
DELETE FROM employee_search

-- Employees of all accounts, to be folded.
-- search_next(account:int, id:int, limit:int) -> account:int, id:int, login, name, initials, email
SELECT account, id, login, name, initials, email
FROM employee
WHERE account >= :account AND (account > :account OR id > :id)
ORDER BY account, id
LIMIT :limit

-- search_save(search:text, account:int, id:int)
UPDATE employee SET search = :search WHERE account = :account AND id = :id
