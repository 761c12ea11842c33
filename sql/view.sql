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

-- Usage, kept sparse: a row for each day on which something changed, with the day's highest and what it ended with.
-- product "" is all: every product there is, or without those that only follow or are a fee (every 0).

-- The day of the first row.
-- view_usage_first(account:int, product:text, every:int) -> day:date
SELECT MIN((SELECT MIN(u.usage_date) FROM usage_day u WHERE u.account = :account AND u.product = p.id))
FROM product p
WHERE p.product_key = :product OR (:product = '' AND (:every = 1 OR p.kind IN ('user', 'addon')))

-- Products, with what the last row before a day hands on to it; nothing where there is none.
-- view_usage_before(account:int, product:text, every:int, day:date) -> product:int, key, kind, name, purchased:int,
--   used:int
SELECT p.id, p.product_key, p.kind, p.name, u.last_purchased, u.last_used
FROM product p
LEFT JOIN usage_day u ON u.account = :account AND u.product = p.id
  AND u.usage_date = (SELECT MAX(m.usage_date) FROM usage_day m
                      WHERE m.account = :account AND m.product = p.id AND m.usage_date < :day)
WHERE p.product_key = :product OR (:product = '' AND (:every = 1 OR p.kind IN ('user', 'addon')))
ORDER BY p.id

-- Rows of a range of days, put together where the first letters of their dates are the same: 10 a day, 9 about ten days,
-- 7 a month. The product leads, so that each costs one range of the table's key.
-- view_usage_spans(account:int, product:text, every:int, from:date, to:date, letters:int, limit:int) -> product:int,
--   first:date, last:date, purchased:int, used:int, last_purchased:int, last_used:int
SELECT s.product, s.first_day, s.last_day, s.purchased, s.used, e.last_purchased, e.last_used
FROM (
  SELECT u.product, MIN(u.usage_date) AS first_day, MAX(u.usage_date) AS last_day, MAX(u.purchased) AS purchased,
         MAX(u.used) AS used
  FROM product p CROSS JOIN usage_day u
  WHERE (p.product_key = :product OR (:product = '' AND (:every = 1 OR p.kind IN ('user', 'addon'))))
    AND u.account = :account AND u.product = p.id AND u.usage_date >= :from AND u.usage_date <= :to
  GROUP BY u.product, SUBSTR(u.usage_date, 1, CAST(:letters AS INTEGER))) AS s
JOIN usage_day e ON e.account = :account AND e.product = s.product AND e.usage_date = s.last_day
ORDER BY s.product, s.first_day
LIMIT :limit

-- Rows for a page: newest first.
-- view_usage_newest(account:int, product:text, every:int, from:date, to:date, limit:int) -> day:date, product,
--   purchased:int, used:int
SELECT u.usage_date, p.product_key, u.purchased, u.used
FROM product p CROSS JOIN usage_day u
WHERE (p.product_key = :product OR (:product = '' AND (:every = 1 OR p.kind IN ('user', 'addon'))))
  AND u.account = :account AND u.product = p.id AND u.usage_date >= :from AND u.usage_date <= :to
ORDER BY u.usage_date DESC, p.id
LIMIT :limit

-- Roles with their rights: a row for each right, or one without a right.
-- view_roles(account:int, limit:int) -> role_key, name, right_key
SELECT r.role_key, r.name, rr.right_key
FROM role r LEFT JOIN role_right rr ON rr.account = r.account AND rr.role_key = r.role_key
WHERE r.account = :account
ORDER BY r.role_key, rr.right_key
LIMIT :limit

-- Who holds a role is counted up to a bound, as a role may be everybody's.
-- view_role_count(account:int, role:text, most:int) -> holders:int
SELECT COUNT(*)
FROM (SELECT employee FROM employee_role WHERE account = :account AND role_key = :role LIMIT :most) AS counted

-- The first who hold a role, whoever has been there longest first.
-- view_role_holders(account:int, role:text, limit:int) -> employee:int, login, name, active:int
SELECT e.id, e.login, e.name, e.active
FROM employee_role er CROSS JOIN employee e
WHERE er.account = :account AND er.role_key = :role AND e.account = er.account AND e.id = er.employee
ORDER BY er.employee
LIMIT :limit
