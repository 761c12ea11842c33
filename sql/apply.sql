-- What a change writes, besides the account row (account_save).
--
-- Texts made from numbers are put together by REPLACE and CAST AS CHAR: || is OR on MariaDB, and SQLite 3.40 has no
-- CONCAT. PostgreSQL drops CHAR's padding when it hands the value on as text.

-- position_put(account:int, rows:text)
INSERT INTO position (account, product, purchased, next_quantity, used, few, policy, cap)
SELECT :account, r.product, r.purchased, r.next_quantity, r.used, r.few, r.policy, r.cap
FROM :rows{product:int, purchased:int, next_quantity:int, used:int, few:int, policy:text, cap:int} r
WHERE TRUE
ON CONFLICT (account, product) DO UPDATE
SET purchased = excluded.purchased, next_quantity = excluded.next_quantity, used = excluded.used, few = excluded.few,
    policy = excluded.policy, cap = excluded.cap;
-- mysql
INSERT INTO position (account, product, purchased, next_quantity, used, few, policy, cap)
SELECT :account, r.product, r.purchased, r.next_quantity, r.used, r.few, r.policy, r.cap
FROM :rows{product:int, purchased:int, next_quantity:int, used:int, few:int, policy:text, cap:int} r
ON DUPLICATE KEY UPDATE purchased = VALUES(purchased), next_quantity = VALUES(next_quantity), used = VALUES(used),
                        few = VALUES(few), policy = VALUES(policy), cap = VALUES(cap);

-- usage_put(account:int, day:date, rows:text)
-- A day's highest is the higher of what it was and what the last is now.
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used)
SELECT :account, r.product, :day, r.purchased, r.used, r.last_purchased, r.last_used
FROM :rows{product:int, purchased:int, used:int, last_purchased:int, last_used:int} r
WHERE TRUE
ON CONFLICT (account, product, usage_date) DO UPDATE
SET purchased = CASE WHEN usage_day.purchased > excluded.last_purchased THEN usage_day.purchased
                     ELSE excluded.last_purchased END,
    used = CASE WHEN usage_day.used > excluded.last_used THEN usage_day.used ELSE excluded.last_used END,
    last_purchased = excluded.last_purchased,
    last_used = excluded.last_used;
-- mysql
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used)
SELECT :account, r.product, :day, r.purchased, r.used, r.last_purchased, r.last_used
FROM :rows{product:int, purchased:int, used:int, last_purchased:int, last_used:int} r
ON DUPLICATE KEY UPDATE
    purchased = CASE WHEN usage_day.purchased > VALUES(last_purchased) THEN usage_day.purchased
                     ELSE VALUES(last_purchased) END,
    used = CASE WHEN usage_day.used > VALUES(last_used) THEN usage_day.used ELSE VALUES(last_used) END,
    last_purchased = VALUES(last_purchased),
    last_used = VALUES(last_used);

-- invoice_insert(account:int, number:text, id:int, issued:date, kind:text, paid_from:date, paid_to:date, net:int, vat:int, total:int, vat_rate:int, currency:text, seller:int, buyer_name:text, buyer_address:text, buyer_country:text, buyer_vat_id:text, buyer_electronic_address:text, tax_category:text, tax_reason:text, order_number:text, credits:text)
INSERT INTO invoice (account, number, id, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency, seller,
                     buyer_name, buyer_address, buyer_country, buyer_vat_id, buyer_electronic_address, tax_category,
                     tax_reason, order_number, credits)
VALUES (:account, :number, :id, :issued, :kind, :paid_from, :paid_to, :net, :vat, :total, :vat_rate, :currency, :seller,
        :buyer_name, :buyer_address, :buyer_country, :buyer_vat_id, :buyer_electronic_address, :tax_category,
        :tax_reason, :order_number, :credits);

-- invoice_line_insert(account:int, rows:text)
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount)
SELECT :account, r.invoice, r.line, r.product, r.name, r.quantity, r.price, r.days, r.period_days, r.amount
FROM :rows{invoice:int, line:int, product:int, name:text, quantity:int, price:int, days:int, period_days:int,
           amount:int} r;

-- journal_insert(account:int, at:time, actor:text, rows:text)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline,
                     invoice, amount, currency, planned_by)
SELECT :account, r.id, r.event, :at, :actor, r.action, r.product, r.object, r.name, r.old_state, r.new_state,
       r.deadline, r.invoice, r.amount, r.currency, r.planned_by
FROM :rows{id:int, event:int, action:text, product:text, object:text, name:text, old_state:text, new_state:text,
           deadline:time, invoice:text, amount:int, currency:text, planned_by:text} r;

-- outbox_insert(at:time, account:int, rows:text)
INSERT INTO outbox (account, id, event, kind, address, language, rows_told, state, bucket, attempts, refused,
                    next_try, claimed_by, claimed_until, last_error, created_at)
SELECT a.id, r.id, r.event, r.kind, r.address, r.language, r.rows_told, 'waiting', a.bucket, 0, 0, :at, '', 0, '', :at
FROM :rows{id:int, event:int, kind:text, address:text, language:text, rows_told:int} r
CROSS JOIN account a
WHERE a.id = :account;

-- A + before a column keeps SQLite from looking rows up by it: without statistics it would take any index for as good.

-- Employees, add-on licences, roles: as many at a time as rows says ---------------------------------------------------

-- employee_insert(account:int, rows:text)
INSERT INTO employee (account, id, login, name, name_key, initials, email, search, active, service, protected, created_at,
                      activated_at, external)
SELECT :account, r.id, r.login, r.name, r.name_key, r.initials, r.email, r.search, r.active, r.service, r.protected,
       r.created_at, r.activated_at, r.external
FROM :rows{id:int, login:text, name:text, name_key:text, initials:text, email:text, search:text, active:int, service:int,
           protected:int, created_at:time, activated_at:time, external:text} r;

-- employee_edit(account:int, rows:text)
UPDATE employee
SET name = r.name, name_key = r.name_key, initials = r.initials, email = r.email, search = r.search
FROM :rows{id:int, name:text, name_key:text, initials:text, email:text, search:text} r
WHERE employee.account = :account AND employee.id = r.id AND employee.id IN :rows{int};
-- mysql
UPDATE :rows{id:int, name:text, name_key:text, initials:text, email:text, search:text} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.name = r.name, e.name_key = r.name_key, e.initials = r.initials, e.email = r.email, e.search = r.search;

-- employee_rename(account:int, rows:text)
UPDATE employee
SET login = r.login, external = r.external, search = r.search
FROM :rows{id:int, login:text, external:text, search:text} r
WHERE employee.account = :account AND employee.id = r.id AND employee.id IN :rows{int};
-- mysql
UPDATE :rows{id:int, login:text, external:text, search:text} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.login = r.login, e.external = r.external, e.search = r.search;

-- employee_activate(at:time, account:int, rows:text)
UPDATE employee
SET active = 1, activated_at = :at, deadline = NULL
WHERE account = :account AND active = 0 AND id IN :rows{int};
-- sqlite
UPDATE employee
SET active = 1, activated_at = :at, deadline = NULL
WHERE +account = :account AND +active = 0 AND (account, id) IN (SELECT :account, r.id FROM :rows{id:int} r);
-- mysql
UPDATE :rows{id:int} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.active = 1, e.activated_at = :at, e.deadline = NULL
WHERE e.active = 0;

-- employee_deactivate(account:int, rows:text)
UPDATE employee
SET active = 0, deadline = NULL
WHERE account = :account AND active = 1 AND id IN :rows{int};
-- sqlite
UPDATE employee
SET active = 0, deadline = NULL
WHERE +account = :account AND +active = 1 AND (account, id) IN (SELECT :account, r.id FROM :rows{id:int} r);
-- mysql
UPDATE :rows{id:int} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.active = 0, e.deadline = NULL
WHERE e.active = 1;

-- employee_protect(on:int, account:int, rows:text)
UPDATE employee
SET protected = :on
WHERE account = :account AND id IN :rows{int};
-- mysql
UPDATE :rows{id:int} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.protected = :on;

-- employee_mark(deadline:time?, account:int, rows:text)
UPDATE employee
SET deadline = :deadline
WHERE account = :account AND id IN :rows{int};
-- mysql
UPDATE :rows{id:int} r
STRAIGHT_JOIN employee e ON e.account = :account AND e.id = r.id
SET e.deadline = :deadline;

-- assignment_insert(product:int, at:time, counts:int, account:int, rows:text)
-- Reads the employees, so that they can only be this account's.
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts)
SELECT e.account, r.id, e.id, :product, :at, :at, :counts
FROM :rows{id:int, employee:int} r
CROSS JOIN employee e
WHERE e.account = :account AND e.id = r.employee;
-- pgsql
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts)
SELECT e.account, r.id, e.id, :product, :at, :at, :counts
FROM :rows{id:int, employee:int} r
CROSS JOIN LATERAL (SELECT account, id FROM employee WHERE account = :account AND id = r.employee LIMIT 1) e;

-- assignment_delete(account:int, rows:text)
DELETE FROM assignment
WHERE account = :account AND id IN :rows{int};
-- mysql
DELETE a
FROM :rows{id:int} r
STRAIGHT_JOIN assignment a ON a.account = :account AND a.id = r.id;

-- assignment_mark(deadline:time?, account:int, rows:text)
UPDATE assignment
SET deadline = :deadline
WHERE account = :account AND id IN :rows{int};
-- mysql
UPDATE :rows{id:int} r
STRAIGHT_JOIN assignment a ON a.account = :account AND a.id = r.id
SET a.deadline = :deadline;

-- assignment_count_again(at:time, account:int, rows:text)
UPDATE assignment
SET counts = 1, since = CASE WHEN assigned_at > :at THEN assigned_at ELSE :at END, deadline = NULL
WHERE account = :account AND employee IN :rows{int};
-- mysql
UPDATE :rows{employee:int} r
STRAIGHT_JOIN assignment a ON a.account = :account AND a.employee = r.employee
SET a.counts = 1, a.since = CASE WHEN a.assigned_at > :at THEN a.assigned_at ELSE :at END, a.deadline = NULL;

-- assignment_stop_counting(account:int, rows:text)
UPDATE assignment
SET counts = 0, deadline = NULL
WHERE account = :account AND employee IN :rows{int};
-- mysql
UPDATE :rows{employee:int} r
STRAIGHT_JOIN assignment a ON a.account = :account AND a.employee = r.employee
SET a.counts = 0, a.deadline = NULL;

-- role_right_insert(right:text, account:int, role:text)
INSERT INTO role_right (account, role_key, right_key)
SELECT r.account, r.role_key, :right
FROM role r
WHERE r.account = :account AND r.role_key = :role;

-- role_right_delete(account:int, role:text, right:text)
DELETE FROM role_right
WHERE account = :account AND role_key = :role AND right_key = :right;

-- employee_role_insert(account:int, role:text, rows:text)
INSERT INTO employee_role (account, employee, role_key)
SELECT e.account, e.id, o.role_key
FROM :rows{employee:int} r
CROSS JOIN employee e
CROSS JOIN role o
WHERE e.account = :account AND e.id = r.employee AND o.account = e.account AND o.role_key = :role;
-- pgsql
INSERT INTO employee_role (account, employee, role_key)
SELECT e.account, e.id, o.role_key
FROM employee e
JOIN role o ON o.account = e.account AND o.role_key = :role
WHERE e.account = :account AND e.id IN :rows{int};

-- employee_role_delete(account:int, role:text, rows:text)
DELETE FROM employee_role
WHERE account = :account AND role_key = :role AND employee IN :rows{int};
-- mysql
DELETE o
FROM :rows{employee:int} r
STRAIGHT_JOIN employee_role o ON o.account = :account AND o.employee = r.employee AND o.role_key = :role;

-- Ranges: log rows numbered from base + 1 by the rows themselves, then the rows -------------------------------------

-- journal_mark_employees(base:int, event:int, at:time, actor:text, action:text, product:text, deadline:time, account:int, last_role_admin:int, protected:int, since:time, created:time, id:int)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline)
SELECT account,
       :base + ROW_NUMBER() OVER (ORDER BY protected, activated_at DESC, created_at DESC, id DESC),
       :event, :at, :actor, :action, :product, REPLACE('employee/#', '#', CAST(id AS CHAR(20))), name,
       'active', 'active', :deadline
FROM employee
WHERE account = :account AND active = 1 AND service = 0 AND deadline IS NULL AND id <> :last_role_admin
  AND (protected < :protected
       OR (protected = :protected AND (activated_at, created_at, id) >= (:since, :created, :id)));

-- mark_employees(deadline:time, account:int, last_role_admin:int, protected:int, since:time, created:time, id:int)
UPDATE employee
SET deadline = :deadline
WHERE account = :account AND active = 1 AND service = 0 AND deadline IS NULL AND id <> :last_role_admin
  AND (protected < :protected
       OR (protected = :protected AND (activated_at, created_at, id) >= (:since, :created, :id)));

-- journal_unmark_employees(base:int, event:int, at:time, actor:text, action:text, product:text, account:int, last_role_admin:int, protected:int, since:time, created:time, id:int)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state)
SELECT account, :base + ROW_NUMBER() OVER (ORDER BY deadline, id),
       :event, :at, :actor, :action, :product, REPLACE('employee/#', '#', CAST(id AS CHAR(20))), name,
       'active', 'active'
FROM employee
WHERE account = :account AND deadline IS NOT NULL
  AND (id = :last_role_admin OR protected > :protected
       OR (protected = :protected AND (activated_at, created_at, id) < (:since, :created, :id)));

-- unmark_employees(account:int, last_role_admin:int, protected:int, since:time, created:time, id:int)
UPDATE employee
SET deadline = NULL
WHERE account = :account AND deadline IS NOT NULL
  AND (id = :last_role_admin OR protected > :protected
       OR (protected = :protected AND (activated_at, created_at, id) < (:since, :created, :id)));

-- journal_mark_assignments(base:int, event:int, at:time, actor:text, action:text, deadline:time, account:int, product:int, since:time, id:int)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline)
SELECT a.account, :base + ROW_NUMBER() OVER (ORDER BY a.since DESC, a.id DESC),
       :event, :at, :actor, :action, p.product_key,
       REPLACE(REPLACE('employee/#/@', '#', CAST(a.employee AS CHAR(20))), '@', p.product_key), e.name,
       'assigned', 'assigned', :deadline
FROM assignment a
JOIN employee e ON e.account = a.account AND e.id = a.employee
JOIN product p ON p.id = a.product
WHERE a.account = :account AND a.product = :product AND a.counts = 1 AND a.deadline IS NULL
  AND (a.since, a.id) >= (:since, :id);

-- mark_assignments(deadline:time, account:int, product:int, since:time, id:int)
UPDATE assignment
SET deadline = :deadline
WHERE account = :account AND product = :product AND counts = 1 AND deadline IS NULL
  AND (since, id) >= (:since, :id);

-- journal_unmark_assignments(base:int, event:int, at:time, actor:text, action:text, account:int, product:int, since:time, id:int)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state)
SELECT a.account, :base + ROW_NUMBER() OVER (ORDER BY a.deadline, a.id),
       :event, :at, :actor, :action, p.product_key,
       REPLACE(REPLACE('employee/#/@', '#', CAST(a.employee AS CHAR(20))), '@', p.product_key), e.name,
       'assigned', 'assigned'
FROM assignment a
JOIN employee e ON e.account = a.account AND e.id = a.employee
JOIN product p ON p.id = a.product
WHERE a.account = :account AND a.product = :product AND a.deadline IS NOT NULL AND (a.since, a.id) < (:since, :id);

-- unmark_assignments(account:int, product:int, since:time, id:int)
UPDATE assignment
SET deadline = NULL
WHERE account = :account AND +product = :product AND deadline IS NOT NULL AND (since, id) < (:since, :id);

-- journal_deactivate_due(base:int, event:int, at:time, actor:text, action:text, product:text, account:int, due:time)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state)
SELECT account, :base + ROW_NUMBER() OVER (ORDER BY deadline, id),
       :event, :at, :actor, :action, :product, REPLACE('employee/#', '#', CAST(id AS CHAR(20))), name,
       'active', 'inactive'
FROM employee
WHERE account = :account AND deadline <= :due AND active = 1;

-- assignment_due_counts(account:int, due:time, limit:int) -> product:int, held:int
SELECT a.product, COUNT(*)
FROM employee e
CROSS JOIN assignment a
WHERE e.account = :account AND e.deadline <= :due AND e.active = 1 AND a.account = e.account AND a.employee = e.id
  AND a.counts = 1
GROUP BY a.product
LIMIT :limit;

-- stop_counting_due(account:int, due:time)
UPDATE assignment
SET counts = 0, deadline = NULL
WHERE account = :account
  AND employee IN (SELECT id FROM employee WHERE account = :account AND deadline <= :due AND active = 1);

-- deactivate_due(account:int, due:time)
UPDATE employee
SET active = 0, deadline = NULL
WHERE account = :account AND deadline <= :due AND active = 1;

-- journal_deactivate_all(base:int, event:int, at:time, actor:text, action:text, product:text, account:int)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state)
SELECT account, :base + ROW_NUMBER() OVER (ORDER BY id),
       :event, :at, :actor, :action, :product, REPLACE('employee/#', '#', CAST(id AS CHAR(20))), name,
       'active', 'inactive'
FROM employee
WHERE account = :account AND active = 1;

-- stop_counting_all(account:int)
UPDATE assignment
SET counts = 0, deadline = NULL
WHERE account = :account AND counts = 1;

-- deactivate_all(account:int)
UPDATE employee
SET active = 0, deadline = NULL
WHERE account = :account AND active = 1;

-- journal_take_back(base:int, event:int, at:time, actor:text, action:text, account:int, due:time)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state)
SELECT a.account, :base + ROW_NUMBER() OVER (ORDER BY a.deadline, a.id),
       :event, :at, :actor, :action, p.product_key,
       REPLACE(REPLACE('employee/#/@', '#', CAST(a.employee AS CHAR(20))), '@', p.product_key), e.name,
       'assigned', ''
FROM assignment a
JOIN employee e ON e.account = a.account AND e.id = a.employee
JOIN product p ON p.id = a.product
WHERE a.account = :account AND a.deadline <= :due;

-- take_back_counts(account:int, due:time, limit:int) -> product:int, held:int
SELECT product, COUNT(*)
FROM assignment
WHERE account = :account AND deadline <= :due AND counts = 1
GROUP BY product
LIMIT :limit;

-- take_back(account:int, due:time)
DELETE FROM assignment
WHERE account = :account AND deadline <= :due;

-- journal_remind_employees(base:int, event:int, at:time, actor:text, action:text, product:text, account:int, deadline:time)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline)
SELECT account, :base + ROW_NUMBER() OVER (ORDER BY id),
       :event, :at, :actor, :action, :product, REPLACE('employee/#', '#', CAST(id AS CHAR(20))), name,
       'active', 'active', deadline
FROM employee
WHERE account = :account AND deadline = :deadline;

-- journal_remind_assignments(base:int, event:int, at:time, actor:text, action:text, account:int, deadline:time)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline)
SELECT a.account, :base + ROW_NUMBER() OVER (ORDER BY a.id),
       :event, :at, :actor, :action, p.product_key,
       REPLACE(REPLACE('employee/#/@', '#', CAST(a.employee AS CHAR(20))), '@', p.product_key), e.name,
       'assigned', 'assigned', a.deadline
FROM assignment a
JOIN employee e ON e.account = a.account AND e.id = a.employee
JOIN product p ON p.id = a.product
WHERE a.account = :account AND a.deadline = :deadline;
