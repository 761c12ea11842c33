-- Roles and the rights that they hold.

-- role_rights(account:int, role:text) -> role_key:text, right_key:text
-- One row per right, or one without a right; none: no such role.
SELECT r.role_key, rr.right_key
FROM role r
LEFT JOIN role_right rr ON rr.account = r.account AND rr.role_key = r.role_key
WHERE r.account = :account AND r.role_key = :role
LIMIT 50;

-- role_members(account:int, role:text, most:int) -> holders:int
-- Active ones, counted up to a bound: a role may be everybody's. CROSS JOIN keeps SQLite to this order: by way of the
-- active employees it would look through all of them.
SELECT COUNT(*)
FROM (SELECT e.id
      FROM employee_role er
      CROSS JOIN employee e
      WHERE er.account = :account AND er.role_key = :role AND e.account = er.account AND e.id = er.employee
        AND e.active = 1
      LIMIT :most) AS counted;

-- role_keys(account:int) -> role_key:text
-- There are at most LIC_ROLES_MAX.
SELECT role_key FROM role WHERE account = :account;

-- role_count(account:int) -> roles:int
SELECT COUNT(*) FROM role WHERE account = :account;

-- role_held(account:int, employee:int, role:text) -> role_key:text
SELECT role_key FROM employee_role WHERE account = :account AND employee = :employee AND role_key = :role;

-- role_left(account:int, role:text, employee:int) -> id:int
-- Somebody active who manages roles in another way than by this role (held by this employee; 0: by whomever).
SELECT e.id
FROM role_right rr
CROSS JOIN employee_role er
CROSS JOIN employee e
WHERE rr.account = :account AND rr.right_key = 'roles' AND er.account = rr.account AND er.role_key = rr.role_key
  AND e.account = er.account AND e.id = er.employee AND e.active = 1
  AND NOT (er.role_key = :role AND (:employee = 0 OR er.employee = :employee))
LIMIT 1;
-- pgsql
SELECT e.id
FROM (SELECT role_key FROM role_right WHERE account = :account AND right_key = 'roles' ORDER BY role_key) rr
CROSS JOIN LATERAL (SELECT employee FROM employee_role WHERE account = :account AND role_key = rr.role_key
                    AND NOT (role_key = :role AND (:employee = 0 OR employee = :employee)) ORDER BY employee) er
CROSS JOIN LATERAL (SELECT id FROM employee WHERE account = :account AND id = er.employee AND active = 1 LIMIT 1) e
LIMIT 1;

-- role_admins(account:int, right:text) -> admins:int
SELECT COUNT(DISTINCT e.id)
FROM role_right rr
CROSS JOIN employee_role er
CROSS JOIN employee e
WHERE rr.account = :account AND rr.right_key = :right AND er.account = rr.account AND er.role_key = rr.role_key
  AND e.account = er.account AND e.id = er.employee AND e.active = 1;
-- pgsql
-- Looked up one by one: of a large account it would read all employees.
SELECT COUNT(DISTINCT e.id)
FROM role_right rr
CROSS JOIN LATERAL (SELECT employee FROM employee_role WHERE account = :account AND role_key = rr.role_key
                    ORDER BY employee) er
CROSS JOIN LATERAL (SELECT id FROM employee WHERE account = :account AND id = er.employee AND active = 1 LIMIT 1) e
WHERE rr.account = :account AND rr.right_key = :right;

-- employee_roles(account:int, rows:text) -> employee:int, role_key:text
SELECT er.employee, er.role_key
FROM :rows{employee:int} r
CROSS JOIN employee_role er
WHERE er.account = :account AND er.employee = r.employee
ORDER BY er.employee, er.role_key;
-- pgsql
SELECT er.employee, er.role_key
FROM employee_role er
WHERE er.account = :account AND er.employee IN :rows{int}
ORDER BY er.employee, er.role_key;

-- employees_with_right(account:int, right:text, rows:text) -> employee:int
-- Who of these holds the right, active or not.
SELECT DISTINCT er.employee
FROM :rows{employee:int} r
CROSS JOIN employee_role er
CROSS JOIN role_right rr
WHERE er.account = :account AND er.employee = r.employee AND rr.account = er.account AND rr.role_key = er.role_key
  AND rr.right_key = :right;
-- pgsql
SELECT DISTINCT er.employee
FROM employee_role er
JOIN role_right rr ON rr.account = er.account AND rr.role_key = er.role_key AND rr.right_key = :right
WHERE er.account = :account AND er.employee IN :rows{int};

-- role_insert(account:int, role:text, name:text)
INSERT INTO role (account, role_key, name)
VALUES (:account, :role, :name);
