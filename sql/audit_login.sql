-- Every employee has claimed his log-in, and every claim is an employee's (sql/login.sql). The key of a claim is made by
-- the program, so store/audit_login.c makes those of employees, some at a time.

-- audit_claims(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'claims a log-in', REPLACE('employee/#', '#', CAST(c.employee AS CHAR(20))), 'an employee', 'nobody'
FROM login_claim c
JOIN account a ON a.id = c.account
LEFT JOIN employee e ON e.account = c.account AND e.id = c.employee
WHERE c.account BETWEEN :account_from AND :account_to AND e.id IS NULL
LIMIT 100;

-- audit_logins(account_from:int, after:int, account_to:int, limit:int) -> account_id:int, id:int, account:text, login:text
-- But for who was made anonymous: a log-in as lic_anonymise_details gives it can't be anybody's, and claims nothing.
SELECT e.account, e.id, a.account_key, e.login
FROM employee e
JOIN account a ON a.id = e.account
WHERE (e.account, e.id) > (:account_from, :after) AND e.account <= :account_to
  AND e.login <> REPLACE(REPLACE('employee # of @', '#', CAST(e.id AS CHAR(20))), '@', a.account_key)
ORDER BY e.account, e.id
LIMIT :limit;

-- audit_holders(rows:text) -> number:int, login:text
-- Of these claims those that somebody else has, and his log-in; nothing where nobody has them.
SELECT r.number, e.login
FROM :rows{number:int, scope:int, login_key:text, account:int, employee:int} r
LEFT JOIN login_claim c ON c.scope = r.scope AND c.login_key = r.login_key
LEFT JOIN employee e ON e.account = c.account AND e.id = c.employee
WHERE c.account IS NULL OR c.account <> r.account OR c.employee <> r.employee;
-- pgsql
-- Looked up one by one, as login_taken is.
SELECT r.number, e.login
FROM :rows{number:int, scope:int, login_key:text, account:int, employee:int} r
LEFT JOIN LATERAL (SELECT account, employee FROM login_claim WHERE scope = r.scope AND login_key = r.login_key LIMIT 1) c ON TRUE
LEFT JOIN employee e ON e.account = c.account AND e.id = c.employee
WHERE c.account IS NULL OR c.account <> r.account OR c.employee <> r.employee
