-- Whose a log-in is (product.md, Who gets in); see mod_licences/store/login.c.

-- login_taken(scope:int, rows:text) -> login_key
SELECT c.login_key
FROM :rows{login_key:text} r
CROSS JOIN login_claim c
WHERE c.scope = :scope AND c.login_key = r.login_key
-- pgsql
-- Looked up one by one, as employees_by_login is: without statistics it would read the whole scope for each list.
SELECT c.login_key
FROM :rows{login_key:text} r
CROSS JOIN LATERAL (SELECT login_key FROM login_claim WHERE scope = :scope AND login_key = r.login_key LIMIT 1) c

-- login_claim(scope:int, account:int, rows:text)
INSERT INTO login_claim (scope, login_key, account, employee)
SELECT :scope, r.login_key, :account, r.employee
FROM :rows{login_key:text, employee:int} r

-- login_release(scope:int, login_key:text, account:int, employee:int)
DELETE FROM login_claim
WHERE scope = :scope AND login_key = :login_key AND account = :account AND employee = :employee

-- login_holders(scope:int, account:int, rows:text) -> login_key, employee:int
-- Who of the account holds which.
SELECT c.login_key, c.employee
FROM :rows{login_key:text} r
CROSS JOIN login_claim c
WHERE c.scope = :scope AND c.login_key = r.login_key AND c.account = :account
-- pgsql
SELECT c.login_key, c.employee
FROM :rows{login_key:text} r
CROSS JOIN LATERAL (SELECT login_key, employee
                    FROM login_claim
                    WHERE scope = :scope AND login_key = r.login_key AND account = :account
                    LIMIT 1) c

-- login_release_many(scope:int, account:int, rows:text)
DELETE FROM login_claim
WHERE scope = :scope AND login_key IN :rows{text} AND account = :account
-- pgsql
-- By place, for the same reason.
DELETE FROM login_claim
WHERE ctid = ANY (ARRAY(SELECT c.place
                        FROM :rows{login_key:text} r
                        CROSS JOIN LATERAL (SELECT ctid AS place
                                            FROM login_claim
                                            WHERE scope = :scope AND login_key = r.login_key AND account = :account
                                            LIMIT 1) c))
  AND account = :account
-- mysql
DELETE c
FROM :rows{login_key:text} r
STRAIGHT_JOIN login_claim c ON c.scope = :scope AND c.login_key = r.login_key AND c.account = :account

-- What follows is for an upgrade and for licencesctl set logins, which look at everybody there is.

-- login_clear()
DELETE FROM login_claim

-- login_next(account:int, after:int, limit:int) -> id:int, login
SELECT id, login
FROM employee
WHERE account = :account AND id > :after
ORDER BY id
LIMIT :limit

-- login_here(account:int, login:text) -> id:int
-- employee_by_login reads what the schema lacks while an upgrade is on its way.
SELECT id FROM employee WHERE account = :account AND login = :login

-- login_save(login:text, account:int, id:int)
UPDATE employee SET login = :login WHERE account = :account AND id = :id

-- login_doubled_count() -> logins:int
SELECT COUNT(*)
FROM (SELECT login FROM employee GROUP BY login HAVING COUNT(*) > 1) doubled

-- login_doubled(limit:int) -> login
SELECT login
FROM employee
GROUP BY login
HAVING COUNT(*) > 1
ORDER BY login
LIMIT :limit
