-- Employees and their add-on licences. Every statement is scoped by the account.
--
-- The marking order (product.md, Red, and seven days) is the order of the indexes employee_order and
-- assignment_order. The keeper, the last active holder of `roles`, is left out here and comes last by C.

-- employee_rights(account:int, login:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, right_key:text, state:text
-- One row per right, or one without a right: who asks and what they may, in one go.
SELECT DISTINCT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at,
       e.activated_at, e.deadline, rr.right_key, a.state
FROM employee e
JOIN account a ON a.id = e.account
LEFT JOIN employee_role er ON er.account = e.account AND er.employee = e.id
LEFT JOIN role_right rr ON rr.account = er.account AND rr.role_key = er.role_key
WHERE e.account = :account AND e.login = :login
LIMIT 50;

-- employee_by_id(account:int, id:int) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline
FROM employee
WHERE account = :account AND id = :id;

-- employee_by_login(account:int, login:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline
FROM employee
WHERE account = :account AND login = :login;

-- employees_by_id(account:int, rows:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline
FROM :rows{id:int} r
CROSS JOIN employee e
WHERE e.account = :account AND e.id = r.id;
-- pgsql
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline
FROM employee e
WHERE e.account = :account AND e.id IN :rows{int};

-- employees_by_login(account:int, rows:text) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline
FROM :rows{login:text} r
CROSS JOIN employee e
WHERE e.account = :account AND e.login = r.login;
-- pgsql
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline
FROM employee e
WHERE e.account = :account AND e.login IN :rows{text};

-- employees_active(account:int, after:int, limit:int) -> id:int, login:text, name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
-- By id, after one.
SELECT e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at,
       e.deadline
FROM employee e
WHERE e.account = :account AND e.id > :after AND e.active = 1
ORDER BY e.id
LIMIT :limit;

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

-- employee_keeper(account:int) -> id:int
-- Two are enough to know that there is no last one. CROSS JOIN keeps SQLite from going through all active employees.
SELECT DISTINCT e.id
FROM role_right rr
CROSS JOIN employee_role er
CROSS JOIN employee e
WHERE rr.account = :account AND rr.right_key = 'roles' AND er.account = rr.account AND er.role_key = rr.role_key
  AND e.account = er.account AND e.id = er.employee AND e.active = 1
LIMIT 2;

-- employee_newest(account:int, keeper:int, limit:int, skip:int) -> employee:int, login:text, name:text, protected:int, since:time, created_at:time, deadline:time
SELECT id, login, name, protected, activated_at, created_at, deadline
FROM employee
WHERE account = :account AND active = 1 AND service = 0 AND id <> :keeper
ORDER BY protected, activated_at DESC, created_at DESC, id DESC
LIMIT :limit OFFSET :skip;

-- employee_one(account:int, id:int) -> employee:int, login:text, name:text, protected:int, since:time, created_at:time, deadline:time
-- The keeper, where it takes a licence.
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
