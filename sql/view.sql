-- What the pages and exports read. Every statement is of one account, and bounded.

-- view_revision(account:int) -> revision:int
SELECT revision FROM account WHERE id = :account

-- The log row that a notice is made from.
-- view_done(account:int, id:int) -> at:time, actor, action, object, name, old_state, new_state, deadline:time,
--   amount:int, currency, invoice
SELECT at, actor, action, object, name, old_state, new_state, deadline, amount, currency, invoice
FROM journal
WHERE account = :account AND id = :id

-- Who is marked, earliest deadline first; product "" is all of them.
-- view_marked(account:int, product:text, limit:int) -> product, employee:int, login, name, deadline:time
SELECT product_key, employee, login, name, deadline
FROM (
  SELECT * FROM (
    SELECT p.product_key, e.id AS employee, e.login, e.name, e.deadline
    FROM employee e JOIN product p ON p.kind = 'user'
    WHERE e.account = :account AND e.deadline > 0 AND (:product = '' OR p.product_key = :product)
    ORDER BY e.deadline, e.id LIMIT :limit) AS people
  UNION ALL
  SELECT * FROM (
    SELECT p.product_key, a.employee, e.login, e.name, a.deadline
    FROM assignment a
    JOIN product p ON p.id = a.product
    JOIN employee e ON e.account = a.account AND e.id = a.employee
    WHERE a.account = :account AND a.deadline > 0 AND (:product = '' OR p.product_key = :product)
    ORDER BY a.deadline, a.id LIMIT :limit) AS held
) AS marked
ORDER BY deadline, product_key, employee
LIMIT :limit

-- Invoices, newest first, older than an id.
-- view_invoices(account:int, before:int, limit:int) -> id:int, number, issued:date, kind, paid_from:date, paid_to:date,
--   net:int, vat:int, total:int, vat_rate:int, currency
SELECT id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency
FROM invoice
WHERE account = :account AND id < :before
ORDER BY id DESC
LIMIT :limit

-- One invoice by its number: columns as view_invoices has them.
-- view_invoice(account:int, number:text) -> id:int, number, issued:date, kind, paid_from:date, paid_to:date,
--   net:int, vat:int, total:int, vat_rate:int, currency
SELECT id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency
FROM invoice
WHERE account = :account AND number = :number

-- view_invoice_lines(account:int, first:int, last:int, limit:int) -> invoice:int, product, kind, name,
--   quantity:int, price:int, days:int, period_days:int, amount:int
SELECT l.invoice, p.product_key, p.kind, l.name, l.quantity, l.price, l.days, l.period_days, l.amount
FROM invoice_line l JOIN product p ON p.id = l.product
WHERE l.account = :account AND l.invoice BETWEEN :first AND :last
ORDER BY l.invoice DESC, l.line
LIMIT :limit

-- The action log upwards, for the feed and exports: ids only grow, so nothing is missed after an id.
-- view_log_up(account:int, after:int, actor:text, action:text, from:time, until:time, limit:int) -> id:int, at:time,
--   actor, action, product, object, name, old_state, new_state, deadline:time, amount:int, currency, invoice
SELECT id, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice
FROM journal
WHERE account = :account AND id > :after AND (:actor = '' OR actor = :actor) AND (:action = '' OR action = :action)
  AND at >= :from AND at < :until
ORDER BY id
LIMIT :limit

-- The action log downwards, for a page: newest first.
-- view_log_down(account:int, before:int, actor:text, action:text, from:time, until:time, limit:int) -> id:int, at:time,
--   actor, action, product, object, name, old_state, new_state, deadline:time, amount:int, currency, invoice
SELECT id, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice
FROM journal
WHERE account = :account AND id < :before AND (:actor = '' OR actor = :actor) AND (:action = '' OR action = :action)
  AND at >= :from AND at < :until
ORDER BY id DESC
LIMIT :limit

-- Add-on modules for a choice, with the account's numbers.
-- view_modules(account:int) -> product, name, purchased:int, used:int
SELECT p.product_key, p.name, COALESCE(q.purchased, 0), COALESCE(q.used, 0)
FROM product p LEFT JOIN position q ON q.account = :account AND q.product = p.id
WHERE p.kind = 'addon'
ORDER BY p.id

-- Where a list goes on: what an employee is sorted by.
-- view_employee_place(account:int, id:int) -> name, login, deadline:time
SELECT name, login, deadline FROM employee WHERE account = :account AND id = :id

-- Employees by name after a place. active: 1, 0, or 2 for both; pattern "" is everybody.
-- view_employees_by_name(account:int, text:text, id:int, pattern:text, active:int, limit:int) -> id:int, login, name,
--   initials, email, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline
FROM employee
WHERE account = :account AND name >= :text AND (name > :text OR id > :id)
  AND (:pattern = '' OR search LIKE :pattern ESCAPE '!') AND (:active = 2 OR active = :active)
ORDER BY name, id
LIMIT :limit

-- view_employees_by_login(account:int, text:text, id:int, pattern:text, active:int, limit:int) -> id:int, login, name,
--   initials, email, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline
FROM employee
WHERE account = :account AND login >= :text AND (login > :text OR id > :id)
  AND (:pattern = '' OR search LIKE :pattern ESCAPE '!') AND (:active = 2 OR active = :active)
ORDER BY login
LIMIT :limit

-- view_employees_by_id(account:int, id:int, pattern:text, active:int, limit:int) -> id:int, login, name,
--   initials, email, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline
FROM employee
WHERE account = :account AND id > :id
  AND (:pattern = '' OR search LIKE :pattern ESCAPE '!') AND (:active = 2 OR active = :active)
ORDER BY id
LIMIT :limit

-- Marked employees, earliest deadline first, after a place.
-- view_employees_marked(account:int, deadline:time, id:int, pattern:text, limit:int) -> id:int, login, name,
--   initials, email, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
SELECT id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline
FROM employee
WHERE account = :account AND deadline >= :deadline AND (deadline > :deadline OR id > :id)
  AND (:pattern = '' OR search LIKE :pattern ESCAPE '!')
ORDER BY deadline, id
LIMIT :limit

-- view_assignment_place(account:int, id:int) -> name, employee:int
SELECT e.name, a.employee
FROM assignment a JOIN employee e ON e.account = a.account AND e.id = a.employee
WHERE a.account = :account AND a.id = :id

-- Add-on licences by their holder's name after a place; module "" is all.
-- view_assignments_by_name(account:int, text:text, employee:int, id:int, pattern:text, module:text, limit:int) -> id:int,
--   employee:int, login, name, initials, email, active:int, module, module_name, assigned_at:time, deadline:time
SELECT a.id, a.employee, e.login, e.name, e.initials, e.email, e.active, p.product_key, p.name, a.assigned_at, a.deadline
FROM employee e
JOIN assignment a ON a.account = e.account AND a.employee = e.id
JOIN product p ON p.id = a.product
WHERE e.account = :account AND e.name >= :text
  AND (e.name > :text OR e.id > :employee OR (e.id = :employee AND a.id > :id))
  AND (:pattern = '' OR e.search LIKE :pattern ESCAPE '!') AND (:module = '' OR p.product_key = :module)
ORDER BY e.name, e.id, a.id
LIMIT :limit

-- view_assignments_by_id(account:int, id:int, pattern:text, module:text, limit:int) -> id:int,
--   employee:int, login, name, initials, email, active:int, module, module_name, assigned_at:time, deadline:time
SELECT a.id, a.employee, e.login, e.name, e.initials, e.email, e.active, p.product_key, p.name, a.assigned_at, a.deadline
FROM assignment a
JOIN employee e ON e.account = a.account AND e.id = a.employee
JOIN product p ON p.id = a.product
WHERE a.account = :account AND a.id > :id
  AND (:pattern = '' OR e.search LIKE :pattern ESCAPE '!') AND (:module = '' OR p.product_key = :module)
ORDER BY a.id
LIMIT :limit
