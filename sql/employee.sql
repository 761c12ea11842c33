-- Employees and their add-on licences. Every statement is scoped by the account.
--
-- The marking order (product.md, Red, and seven days) is the order of the indexes employee_order and
-- assignment_order. The last role administrator is left out here, and added at the end by store/overage.c.

-- employee_language_save(language:text, account:int, login:text)
UPDATE employee
SET language = :language
WHERE account = :account AND login = :login;

-- employee_by_id(account:int, id:int) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline,
       external
FROM employee
WHERE account = :account AND id = :id;

-- employee_by_login(account:int, login:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline,
       external
FROM employee
WHERE account = :account AND login = :login;

-- employees_by_id(account:int, rows:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM :rows{id:int} r
CROSS JOIN employee e
WHERE e.account = :account AND e.id = r.id;
-- pgsql
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM employee e
WHERE e.account = :account AND e.id IN :rows{int};

-- employees_by_login(account:int, rows:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM :rows{login:text} r
CROSS JOIN employee e
WHERE e.account = :account AND e.login = r.login;
-- pgsql
-- Looked up one by one: of a table that has grown since its statistics were made it would read the whole account.
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM :rows{login:text} r
CROSS JOIN LATERAL (SELECT * FROM employee WHERE account = :account AND login = r.login LIMIT 1) e;

-- employees_by_external(account:int, rows:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM :rows{external:text} r
CROSS JOIN employee e
WHERE e.account = :account AND e.external = r.external;
-- pgsql
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM :rows{external:text} r
CROSS JOIN LATERAL (SELECT * FROM employee WHERE account = :account AND external = r.external LIMIT 1) e;

-- employee_active_count(account:int) -> active:int
SELECT COUNT(*) FROM employee WHERE account = :account AND active = 1;

-- assignment_all_count(account:int, product:int) -> held:int
-- Of a module; 0: of all.
SELECT COUNT(*) FROM assignment WHERE account = :account AND (:product = 0 OR product = :product);

-- assignments_next(account:int, after:int, product:int, limit:int) -> id:int, employee:int, product:int
-- By id, after one; of a module, 0: of all.
SELECT id, employee, product
FROM assignment
WHERE account = :account AND id > :after AND (:product = 0 OR product = :product)
ORDER BY id
LIMIT :limit;

-- employees_active(account:int, after:int, limit:int) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text
-- By id, after one.
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM employee e
WHERE e.account = :account AND e.id > :after AND e.active = 1
ORDER BY e.id
LIMIT :limit;

-- employees_all(account:int, after:int, limit:int) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text
-- By id, after one, the inactive as well.
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline, e.external
FROM employee e
WHERE e.account = :account AND e.id > :after
ORDER BY e.id
LIMIT :limit;

-- employee_shares(account:int, id:int, email:text) -> id:int
-- Whether a colleague is written to at the same address; email: its first 100 characters.
SELECT id
FROM employee
WHERE account = :account AND id <> :id AND LOWER(SUBSTR(email, 1, 100)) = LOWER(:email)
LIMIT 1;

-- assignments_held(account:int, rows:text) -> employee:int, id:int, product:int, assigned_at:time, since:time, deadline:time
-- Those of one employee come together, in the order of assignment_held.
SELECT a.employee, a.id, a.product, a.assigned_at, a.since, a.deadline
FROM :rows{employee:int} r
CROSS JOIN assignment a
WHERE a.account = :account AND a.employee = r.employee
ORDER BY a.employee, a.product;
-- pgsql
SELECT a.employee, a.id, a.product, a.assigned_at, a.since, a.deadline
FROM assignment a
WHERE a.account = :account AND a.employee IN :rows{int}
ORDER BY a.employee, a.product;

-- assignment_held(account:int, employee:int, limit:int) -> id:int, product:int, assigned_at:time, since:time, deadline:time
SELECT id, product, assigned_at, since, deadline
FROM assignment
WHERE account = :account AND employee = :employee
ORDER BY product
LIMIT :limit;

-- role_last_admin(account:int) -> id:int
-- Two are enough to know that there is no last one. CROSS JOIN keeps SQLite from going through all active employees.
SELECT DISTINCT e.id
FROM role_right rr
CROSS JOIN employee_role er
CROSS JOIN employee e
WHERE rr.account = :account AND rr.right_key = 'roles' AND er.account = rr.account AND er.role_key = rr.role_key
  AND e.account = er.account AND e.id = er.employee AND e.active = 1
LIMIT 2;
-- pgsql
-- Two of each role are, too. All at once, it would go through whoever has any role.
SELECT DISTINCT two.id
FROM role_right rr
CROSS JOIN LATERAL (
  SELECT e.id
  FROM (SELECT employee FROM employee_role WHERE account = :account AND role_key = rr.role_key ORDER BY employee) er
  CROSS JOIN LATERAL (SELECT id FROM employee WHERE account = :account AND id = er.employee AND active = 1 OFFSET 0) e
  LIMIT 2) AS two
WHERE rr.account = :account AND rr.right_key = 'roles'
LIMIT 2;

-- employee_newest(account:int, last_role_admin:int, limit:int, skip:int) -> employee:int, login:text, name:text, protected:int, since:time, created_at:time, deadline:time
SELECT id, login, name, protected, activated_at, created_at, deadline
FROM employee
WHERE account = :account AND active = 1 AND service = 0 AND id <> :last_role_admin
ORDER BY protected, activated_at DESC, created_at DESC, id DESC
LIMIT :limit OFFSET :skip;

-- employee_one(account:int, id:int) -> employee:int, login:text, name:text, protected:int, since:time, created_at:time, deadline:time
-- the last role administrator, where it takes a licence.
SELECT id, login, name, protected, activated_at, created_at, deadline
FROM employee
WHERE account = :account AND id = :id AND active = 1 AND service = 0;

-- employee_marked(account:int, limit:int) -> employee:int, login:text, name:text, protected:int, since:time, created_at:time, deadline:time
SELECT id, login, name, protected, activated_at, created_at, deadline
FROM employee
WHERE account = :account AND deadline IS NOT NULL
ORDER BY deadline, id
LIMIT :limit;

-- assignment_newest(account:int, product:int, limit:int, skip:int) -> assignment:int, employee:int, login:text, name:text, since:time, deadline:time
SELECT a.id, a.employee, e.login, e.name, a.since, a.deadline
FROM assignment a
JOIN employee e ON e.account = a.account AND e.id = a.employee
WHERE a.account = :account AND a.product = :product AND a.counts = 1
ORDER BY a.since DESC, a.id DESC
LIMIT :limit OFFSET :skip;

-- assignment_marked(account:int, product:int, limit:int) -> assignment:int, employee:int, login:text, name:text, since:time, deadline:time
SELECT a.id, a.employee, e.login, e.name, a.since, a.deadline
FROM assignment a
JOIN employee e ON e.account = a.account AND e.id = a.employee
WHERE a.account = :account AND a.product = :product AND a.deadline IS NOT NULL
ORDER BY a.deadline, a.id
LIMIT :limit;
