-- The account row, which is also the account's lock and its counters.

-- account_bump(key:text)
-- The first statement of a unit: it locks the row on all three databases and moves the ETag on.
UPDATE account
SET revision = revision + 1
WHERE account_key = :key;

-- account_by_key(key:text) -> id:int, account_key:text, name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, state:text, period:int, period_start:date, period_end:date, period_end_at:time, last_at:time, told_until:time, next_due:time, revision:int, last_employee:int, last_assignment:int, last_log:int, last_outbox:int, last_invoice:int, invoice_year:int
SELECT id, account_key, name, currency, locale, timezone, months, anchor, vat, billing, ceiling, legal_name, address,
       country, vat_id, state, period, period_start, period_end, period_end_at, last_at, told_until, next_due, revision,
       last_employee, last_assignment, last_log, last_outbox, last_invoice, invoice_year
FROM account
WHERE account_key = :key;

-- account_save(name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, state:text, period:int, period_start:date, period_end:date, period_end_at:time, last_at:time, told_until:time, next_due:time, last_employee:int, last_assignment:int, last_log:int, last_outbox:int, last_invoice:int, invoice_year:int, id:int)
UPDATE account
SET name = :name, currency = :currency, locale = :locale, timezone = :timezone, months = :months, anchor = :anchor,
    vat = :vat, billing = :billing, ceiling = :ceiling, legal_name = :legal_name, address = :address,
    country = :country, vat_id = :vat_id, state = :state, period = :period, period_start = :period_start,
    period_end = :period_end, period_end_at = :period_end_at, last_at = :last_at, told_until = :told_until,
    next_due = :next_due, last_employee = :last_employee, last_assignment = :last_assignment, last_log = :last_log,
    last_outbox = :last_outbox, last_invoice = :last_invoice, invoice_year = :invoice_year
WHERE id = :id;

-- account_highest() -> id:int
SELECT COALESCE(MAX(id), 0)
FROM account;

-- account_insert(id:int, key:text, name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, state:text, bucket:int, period:int, period_start:date, period_end:date, period_end_at:time, last_at:time, told_until:time, next_due:time)
INSERT INTO account (id, account_key, name, currency, locale, timezone, months, anchor, vat, billing, ceiling,
                     legal_name, address, country, vat_id, state, bucket, period, period_start, period_end,
                     period_end_at, last_at, told_until, next_due, revision, last_employee, last_assignment, last_log,
                     last_outbox, last_invoice, invoice_year)
VALUES (:id, :key, :name, :currency, :locale, :timezone, :months, :anchor, :vat, :billing, :ceiling,
        :legal_name, :address, :country, :vat_id, :state, :bucket, :period, :period_start, :period_end,
        :period_end_at, :last_at, :told_until, :next_due, 0, 0, 0, 0, 0, 0, 0);

-- account_of_login(login:text) -> account_key:text
-- Two rows are enough to know that the log-in is not unique.
SELECT a.account_key
FROM employee e
JOIN account a ON a.id = e.account
WHERE e.login = :login AND (e.active = 1 OR a.state = 'closed')
LIMIT 2;

-- account_due(now:time, bucket_from:int, bucket_to:int, limit:int) -> account_key:text
SELECT account_key
FROM account
WHERE next_due <= :now AND bucket BETWEEN :bucket_from AND :bucket_to
ORDER BY next_due, id
LIMIT :limit;

-- account_due_buckets(now:time, buckets:int) -> bucket:int, accounts:int
SELECT bucket, COUNT(*)
FROM account
WHERE next_due <= :now AND bucket < :buckets
GROUP BY bucket;

-- account_keys(after:text, limit:int) -> account_key:text
SELECT account_key
FROM account
WHERE account_key > :after
ORDER BY account_key
LIMIT :limit;

-- account_zones(currency:text) -> timezone:text
-- Every one: a new price starts tomorrow everywhere.
SELECT DISTINCT timezone
FROM account
WHERE currency = :currency
LIMIT 1000;

-- account_positions(account:int, limit:int) -> product:int, product_key:text, name:text, kind:text, purchased:int, next_quantity:int, used:int, few:int
-- In the order of the page's sections; within one, as the products were added.
SELECT p.id, p.product_key, p.name, p.kind, q.purchased, q.next_quantity, q.used, q.few
FROM product p
LEFT JOIN position q ON q.account = :account AND q.product = p.id
ORDER BY CASE p.kind WHEN 'user' THEN 1 WHEN 'bundled' THEN 2 WHEN 'addon' THEN 3 ELSE 4 END, p.id
LIMIT :limit;

-- account_prices(currency:text, limit:int) -> product:int, valid_from:date, per_month:int
SELECT product, valid_from, per_month
FROM price
WHERE currency = :currency
ORDER BY product, valid_from
LIMIT :limit;

-- account_deadlines(account:int, reminded:time) -> employee:time, assignment:time, employee_unreminded:time, assignment_unreminded:time
SELECT (SELECT MIN(deadline) FROM employee WHERE account = :account),
       (SELECT MIN(deadline) FROM assignment WHERE account = :account),
       (SELECT MIN(deadline) FROM employee WHERE account = :account AND deadline > :reminded),
       (SELECT MIN(deadline) FROM assignment WHERE account = :account AND deadline > :reminded);
