-- What the pages and exports read. Every statement is of one account, and bounded.

-- view_revision(account:int) -> revision:int, catalogue, epoch
SELECT revision, (SELECT s.value FROM setting s WHERE s.name = 'catalogue'),
       (SELECT s.value FROM setting s WHERE s.name = 'epoch')
FROM account
WHERE id = :account

-- The log row that a notice is made from.
-- view_done(account:int, id:int) -> at:time, actor, action, object, name, old_state, new_state, deadline:time,
--   amount:int, currency, invoice
SELECT at, actor, action, object, name, old_state, new_state, deadline, amount, currency, invoice
FROM journal
WHERE account = :account AND id = :id

-- Other purchases of the same go: of each the row of what was asked for, which is its event's first.
-- view_done_also(account:int, id:int, limit:int) -> id:int, at:time, actor, action, object, name, old_state, new_state, amount:int,
--   currency, invoice
SELECT n.id, n.at, n.actor, n.action, n.object, n.name, n.old_state, n.new_state, n.amount, n.currency, n.invoice
FROM journal j
JOIN journal n ON n.account = j.account AND n.id > j.id AND n.id <= j.id + 1000 AND n.at = j.at AND n.actor = j.actor
WHERE j.account = :account AND j.id = :id AND n.action = 'bought' AND n.event = n.id
ORDER BY n.id
LIMIT :limit

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

-- Invoices of some days, newest first, older than an id; kind and text "" are all. text is a LIKE pattern for the number, the order
-- number, or the name of what is invoiced; capitals don't count, on SQLite those of A to Z.
-- view_invoices(account:int, before:int, from:date, to:date, kind:text, text:text, limit:int) -> id:int, number, issued:date, kind, paid_from:date, paid_to:date,
--   net:int, vat:int, total:int, vat_rate:int, currency, credits, credited_by, tax_category, order_number
SELECT id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency, credits,
       (SELECT c.number FROM invoice c WHERE c.account = invoice.account AND c.credits = invoice.number),
       tax_category, order_number
FROM invoice
WHERE account = :account AND id < :before AND issued BETWEEN :from AND :to AND (:kind = '' OR kind = :kind)
  AND (:text = '' OR LOWER(number) LIKE LOWER(:text) ESCAPE '!' OR LOWER(order_number) LIKE LOWER(:text) ESCAPE '!'
       OR EXISTS (SELECT 1 FROM invoice_line l
                  WHERE l.account = :account AND l.invoice = invoice.id AND LOWER(l.name) LIKE LOWER(:text) ESCAPE '!'))
ORDER BY id DESC
LIMIT :limit

-- What was invoiced of each product on some days, less what was credited.
-- view_invoice_sums(account:int, from:date, to:date) -> product, name, amount:int
SELECT p.product_key, p.name, SUM(l.amount)
FROM invoice i
CROSS JOIN invoice_line l -- in this order: only the year's lines are read
JOIN product p ON p.id = l.product
WHERE i.account = :account AND i.issued BETWEEN :from AND :to AND l.account = i.account AND l.invoice = i.id
GROUP BY p.id, p.product_key, p.name
ORDER BY p.id
LIMIT 50000

-- view_invoice_totals(account:int, from:date, to:date) -> invoices:int, net:int, vat:int, total:int
SELECT COUNT(*), SUM(net), SUM(vat), SUM(total)
FROM invoice
WHERE account = :account AND issued BETWEEN :from AND :to

-- What has been invoiced of each product since the first day of a period. Numbers follow dates: the invoices are the newest ones.
-- view_costs(account:int, from:date) -> product:int, amount:int
SELECT l.product, SUM(l.amount)
FROM invoice_line l
WHERE l.account = :account
  AND l.invoice > COALESCE((SELECT b.id FROM invoice b WHERE b.account = :account AND b.issued < :from ORDER BY b.id DESC LIMIT 1), 0)
GROUP BY l.product
LIMIT 50000

-- One invoice by its number: columns as view_invoices has them.
-- view_invoice(account:int, number:text) -> id:int, number, issued:date, kind, paid_from:date, paid_to:date,
--   net:int, vat:int, total:int, vat_rate:int, currency, credits, credited_by, tax_category, order_number
SELECT id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency, credits,
       (SELECT c.number FROM invoice c WHERE c.account = invoice.account AND c.credits = invoice.number),
       tax_category, order_number
FROM invoice
WHERE account = :account AND number = :number

-- The product that a purchase was of: those that were bought with it follow.
-- view_invoice_first(account:int, number:text) -> product
SELECT p.product_key
FROM invoice i
JOIN invoice_line l ON l.account = i.account AND l.invoice = i.id AND l.line = 1
JOIN product p ON p.id = l.product
WHERE i.account = :account AND i.number = :number

-- Who sold, who bought and how it was taxed, of one invoice. Where there was no seller yet, the first that was set.
-- view_invoice_parties(account:int, id:int) -> seller:int, seller_name, seller_vat_id, registration, seller_address,
--   seller_country, email, iban, bic, seller_electronic_address, payment_days:int, buyer_name, buyer_address,
--   buyer_country, buyer_vat_id, buyer_electronic_address, tax_reason
SELECT s.id, s.name, s.vat_id, s.registration, s.address, s.country, s.email, s.iban, s.bic, s.electronic_address,
       s.payment_days, i.buyer_name, i.buyer_address, i.buyer_country, i.buyer_vat_id, i.buyer_electronic_address,
       i.tax_reason
FROM invoice i
LEFT JOIN seller s ON s.id = CASE WHEN i.seller > 0 THEN i.seller ELSE 1 END
WHERE i.account = :account AND i.id = :id

-- view_invoice_lines(account:int, first:int, last:int, limit:int) -> invoice:int, product, kind, name,
--   quantity:int, price:int, days:int, period_days:int, amount:int
SELECT l.invoice, p.product_key, p.kind, l.name, l.quantity, l.price, l.days, l.period_days, l.amount
FROM invoice_line l JOIN product p ON p.id = l.product
WHERE l.account = :account AND l.invoice BETWEEN :first AND :last
ORDER BY l.invoice DESC, l.line
LIMIT :limit

-- The action log upwards, for the feed and exports: ids only grow, so nothing is missed after an id.
-- view_log_up(account:int, after:int, actor:text, action:text, from:time, until:time, limit:int) -> id:int, at:time,
--   actor, action, product, object, name, old_state, new_state, deadline:time, amount:int, currency, invoice,
--   planned_by, attempts:int, actor_id:int
SELECT id, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice,
       planned_by, CASE WHEN action = 'refused'
            THEN (SELECT f.attempts FROM refusal f WHERE f.account = journal.account AND f.entry = journal.id) END,
       (SELECT e.id FROM employee e WHERE e.account = journal.account AND e.login = journal.actor)
FROM journal
WHERE account = :account AND id > :after AND (:actor = '' OR actor = :actor) AND (:action = '' OR action = :action)
  AND at >= :from AND at < :until
ORDER BY journal.id
LIMIT :limit

-- The action log downwards, for a page: newest first.
-- view_log_down(account:int, before:int, actor:text, action:text, from:time, until:time, limit:int) -> id:int, at:time,
--   actor, action, product, object, name, old_state, new_state, deadline:time, amount:int, currency, invoice,
--   planned_by, attempts:int, actor_id:int
SELECT id, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice,
       planned_by, CASE WHEN action = 'refused'
            THEN (SELECT f.attempts FROM refusal f WHERE f.account = journal.account AND f.entry = journal.id) END,
       (SELECT e.id FROM employee e WHERE e.account = journal.account AND e.login = journal.actor)
FROM journal
WHERE account = :account AND id < :before AND (:actor = '' OR actor = :actor) AND (:action = '' OR action = :action)
  AND at >= :from AND at < :until
ORDER BY journal.id DESC
LIMIT :limit

-- Both of some objects only, found by their index.
-- view_log_of_up(account:int, after:int, rows:text, actor:text, action:text, from:time, until:time, limit:int) -> id:int,
--   at:time, actor, action, product, object, name, old_state, new_state, deadline:time, amount:int, currency, invoice,
--   planned_by, attempts:int, actor_id:int
SELECT j.id, j.at, j.actor, j.action, j.product, j.object, j.name, j.old_state, j.new_state, j.deadline, j.amount, j.currency,
       j.invoice, j.planned_by,
       CASE WHEN j.action = 'refused'
            THEN (SELECT f.attempts FROM refusal f WHERE f.account = j.account AND f.entry = j.id) END,
       (SELECT e.id FROM employee e WHERE e.account = j.account AND e.login = j.actor)
FROM :rows{object:text} r
CROSS JOIN journal j
WHERE j.account = :account AND j.object = r.object AND j.id > :after AND (:actor = '' OR j.actor = :actor)
  AND (:action = '' OR j.action = :action) AND j.at >= :from AND j.at < :until
ORDER BY j.id
LIMIT :limit

-- view_log_of_down(account:int, before:int, rows:text, actor:text, action:text, from:time, until:time, limit:int) -> id:int,
--   at:time, actor, action, product, object, name, old_state, new_state, deadline:time, amount:int, currency, invoice,
--   planned_by, attempts:int, actor_id:int
SELECT j.id, j.at, j.actor, j.action, j.product, j.object, j.name, j.old_state, j.new_state, j.deadline, j.amount, j.currency,
       j.invoice, j.planned_by,
       CASE WHEN j.action = 'refused'
            THEN (SELECT f.attempts FROM refusal f WHERE f.account = j.account AND f.entry = j.id) END,
       (SELECT e.id FROM employee e WHERE e.account = j.account AND e.login = j.actor)
FROM :rows{object:text} r
CROSS JOIN journal j
WHERE j.account = :account AND j.object = r.object AND j.id < :before AND (:actor = '' OR j.actor = :actor)
  AND (:action = '' OR j.action = :action) AND j.at >= :from AND j.at < :until
ORDER BY j.id DESC
LIMIT :limit

-- Usage, kept sparse: a row for each day on which something changed, with the day's highest and what it ended with.
-- product "" is all: every product there is, or without those that only follow or are a fee (every 0).

-- The day of the first row.
-- view_usage_first(account:int, product:text, every:int) -> day:date
SELECT MIN((SELECT MIN(u.usage_date) FROM usage_day u WHERE u.account = :account AND u.product = p.id))
FROM product p
WHERE p.product_key = :product OR (:product = '' AND (:every = 1 OR p.kind IN ('user', 'addon')))

-- Products, with what the last row before a day hands on to it; nothing where there is none.
-- part usage_carried
SELECT p.id AS product, p.product_key, p.kind, p.name, u.last_purchased AS purchased, u.last_used AS used
FROM product p
LEFT JOIN usage_day u ON u.account = :account AND u.product = p.id
  AND u.usage_date = (SELECT MAX(m.usage_date) FROM usage_day m
                      WHERE m.account = :account AND m.product = p.id AND m.usage_date < :from)
WHERE p.product_key = :product OR (:product = '' AND (:every = 1 OR p.kind IN ('user', 'addon')))

-- Rows of a range of days, put together where the first letters of their dates are the same: 10 a day, 9 about ten days,
-- 7 a month. The product leads, so that each costs one range of the table's key.
-- part usage_spans
SELECT s.product, s.first_day, s.last_day, s.purchased, s.used, e.last_purchased, e.last_used
FROM (
  SELECT u.product, MIN(u.usage_date) AS first_day, MAX(u.usage_date) AS last_day, MAX(u.purchased) AS purchased,
         MAX(u.used) AS used
  FROM product p CROSS JOIN usage_day u
  WHERE (p.product_key = :product OR (:product = '' AND (:every = 1 OR p.kind IN ('user', 'addon'))))
    AND u.account = :account AND u.product = p.id AND u.usage_date >= :from AND u.usage_date <= :to
  GROUP BY u.product, SUBSTR(u.usage_date, 1, CAST(:letters AS INTEGER))) AS s
JOIN usage_day e ON e.account = :account AND e.product = s.product AND e.usage_date = s.last_day

-- view_usage_before(account:int, product:text, every:int, from:date) -> product:int, key, kind, name, purchased:int,
--   used:int
{{usage_carried}}
ORDER BY p.id

-- view_usage_spans(account:int, product:text, every:int, from:date, to:date, letters:int, limit:int) -> product:int,
--   first:date, last:date, purchased:int, used:int, last_purchased:int, last_used:int
{{usage_spans}}
ORDER BY s.product, s.first_day
LIMIT :limit

-- Both at once: of each product first what is handed on, without a day, then its spans, without its texts.
-- view_usage_range(account:int, product:text, every:int, from:date, to:date, letters:int, limit:int) -> product:int, key,
--   kind, name, first:date, last:date, purchased:int, used:int, last_purchased:int, last_used:int
SELECT product, product_key, kind, name, first_day, last_day, purchased, used, last_purchased, last_used
FROM (
  SELECT c.product, c.product_key, c.kind, c.name, '' AS first_day, '' AS last_day, c.purchased, c.used,
         0 AS last_purchased, 0 AS last_used
  FROM ({{usage_carried}}) AS c
  UNION ALL
  SELECT d.product, '', '', '', d.first_day, d.last_day, d.purchased, d.used, d.last_purchased, d.last_used
  FROM ({{usage_spans}}) AS d) AS both_of_them
ORDER BY product, first_day
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
-- view_role_members(account:int, role:text, limit:int) -> employee:int, login, name, active:int
SELECT e.id, e.login, e.name, e.active
FROM employee_role er CROSS JOIN employee e
WHERE er.account = :account AND er.role_key = :role AND e.account = er.account AND e.id = er.employee
ORDER BY er.employee
LIMIT :limit

-- The invoices of some days, by id.
-- invoice_numbers(account:int, from:date, to:date, after:int, limit:int) -> id:int, number
SELECT id, number
FROM invoice
WHERE account = :account AND issued BETWEEN :from AND :to AND id > :after
ORDER BY id
LIMIT :limit
