-- The account row, which is also the account's lock and its counters.

-- account_bump(key:text)
-- The first statement of a unit: it locks the row on all three databases and moves the ETag on.
UPDATE account
SET revision = revision + 1
WHERE account_key = :key;

-- account_stay(account:int)
-- Takes that step of the revision back, where nothing was changed after all.
UPDATE account
SET revision = revision - 1
WHERE id = :account;

-- account_hold(key:text)
-- The same lock without the ETag: for what nobody's page but the log's shows.
UPDATE account
SET last_log = last_log
WHERE account_key = :key;

-- account_bump_all()
-- Locks every account: none is inside a unit then, and none begins one.
UPDATE account
SET revision = revision + 1;

-- account_postpone(until:time, account:int, revision:int)
-- What is due is looked at again later, unless the account has changed.
UPDATE account
SET next_due = :until
WHERE id = :account AND revision = :revision;

-- part account
a.id, a.account_key, a.name, a.currency, a.locale, a.timezone, a.months, a.anchor, a.vat, a.billing, a.ceiling,
       a.legal_name, a.address, a.country, a.vat_id, a.electronic_address, a.order_number, a.attach_ubl, a.state, a.period,
       a.period_start, a.period_end, a.period_end_at, a.last_at, a.told_until, a.next_due, a.revision, a.last_employee, a.last_assignment, a.last_log, a.last_outbox,
       a.last_invoice, a.invoice_year, a.last_plan, (SELECT value FROM setting WHERE name = 'catalogue'),
       (SELECT value FROM setting WHERE name = 'epoch')

-- part account_invoices
(SELECT i.id FROM invoice i WHERE i.account = a.id ORDER BY i.id DESC LIMIT 1)

-- account_by_key(key:text) -> id:int, account_key:text, name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, electronic_address:text, order_number:text, attach_ubl:int, state:text, period:int, period_start:date, period_end:date, period_end_at:time, last_at:time, told_until:time, next_due:time, revision:int, last_employee:int, last_assignment:int, last_log:int, last_outbox:int, last_invoice:int, invoice_year:int, last_plan:int, catalogue:text, epoch:text, invoices:int
SELECT {{account}}, {{account_invoices}}
FROM account a
WHERE a.account_key = :key;

-- account_save(name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, electronic_address:text, order_number:text, attach_ubl:int, state:text, period:int, period_start:date, period_end:date, period_end_at:time?, last_at:time?, told_until:time?, next_due:time?, last_employee:int, last_assignment:int, last_log:int, last_outbox:int, last_invoice:int, invoice_year:int, last_plan:int, id:int)
UPDATE account
SET name = :name, currency = :currency, locale = :locale, timezone = :timezone, months = :months, anchor = :anchor,
    vat = :vat, billing = :billing, ceiling = :ceiling, legal_name = :legal_name, address = :address,
    country = :country, vat_id = :vat_id, electronic_address = :electronic_address, order_number = :order_number,
    attach_ubl = :attach_ubl, state = :state, period = :period, period_start = :period_start,
    period_end = :period_end, period_end_at = :period_end_at, last_at = :last_at, told_until = :told_until,
    next_due = :next_due, last_employee = :last_employee, last_assignment = :last_assignment, last_log = :last_log,
    last_outbox = :last_outbox, last_invoice = :last_invoice, invoice_year = :invoice_year,
    last_plan = :last_plan
WHERE id = :id;

-- account_highest() -> id:int
SELECT COALESCE(MAX(id), 0)
FROM account;

-- account_insert(id:int, key:text, name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, electronic_address:text, order_number:text, attach_ubl:int, state:text, bucket:int, period:int, period_start:date, period_end:date, period_end_at:time?, last_at:time?, told_until:time?, next_due:time?)
INSERT INTO account (id, account_key, name, currency, locale, timezone, months, anchor, vat, billing, ceiling,
                     legal_name, address, country, vat_id, electronic_address, order_number,
                     attach_ubl, state, bucket, period, period_start, period_end,
                     period_end_at, last_at, told_until, next_due, revision, last_employee, last_assignment, last_log,
                     last_outbox, last_invoice, invoice_year)
VALUES (:id, :key, :name, :currency, :locale, :timezone, :months, :anchor, :vat, :billing, :ceiling,
        :legal_name, :address, :country, :vat_id, :electronic_address, :order_number, :attach_ubl, :state, :bucket, :period, :period_start, :period_end,
        :period_end_at, :last_at, :told_until, :next_due, 0, 0, 0, 0, 0, 0, 0);

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

-- account_list(after:text, limit:int) -> account_key, name, state, currency, locale, timezone, months:int, billing
SELECT account_key, name, state, currency, locale, timezone, months, billing
FROM account
WHERE account_key > :after
ORDER BY account_key
LIMIT :limit;

-- account_zones(currency:text) -> timezone:text, last_at:time
-- Every one, with the latest instant that an account there has come to: a new price starts tomorrow everywhere.
SELECT timezone, MAX(last_at)
FROM account
WHERE currency = :currency
GROUP BY timezone;

-- account_book(account:int, currency:text, country:text, limit:int) -> product:int, product_key:text, name:text, kind:text, purchased:int, next_quantity:int, used:int, few:int, policy:text, cap:int, grace:text, undo:text, seller:int, tax:text, reason:text, valid_from:date, per_month:int
-- Positions in the order of the page's sections; within one, as the products were added. A row for each price of a
-- product, by date, or one without a price.
SELECT p.id, p.product_key, p.name, p.kind, q.purchased, q.next_quantity, q.used, q.few, q.policy, q.cap,
       (SELECT value FROM setting WHERE name = 'grace-period'),
       (SELECT value FROM setting WHERE name = 'undo-period'),
       (SELECT MAX(id) FROM seller), (SELECT category FROM seller_tax WHERE country = :country),
       (SELECT reason FROM seller_tax WHERE country = :country), c.valid_from, c.per_month
FROM product p
LEFT JOIN position q ON q.account = :account AND q.product = p.id
LEFT JOIN price c ON c.product = p.id AND c.currency = :currency
ORDER BY CASE p.kind WHEN 'user' THEN 1 WHEN 'bundled' THEN 2 WHEN 'addon' THEN 3 ELSE 4 END, p.id, c.valid_from
LIMIT :limit;

-- account_deadlines(account:int, reminded:time) -> employee:time, assignment:time, employee_unreminded:time, assignment_unreminded:time, plan:date
SELECT (SELECT MIN(deadline) FROM employee WHERE account = :account),
       (SELECT MIN(deadline) FROM assignment WHERE account = :account),
       (SELECT MIN(deadline) FROM employee WHERE account = :account AND deadline > :reminded),
       (SELECT MIN(deadline) FROM assignment WHERE account = :account AND deadline > :reminded),
       (SELECT MIN(due_on) FROM plan WHERE account = :account AND to_come = 1);

-- account_put_off(until:time, account_key:text)
UPDATE account SET next_due = :until WHERE account_key = :account_key;
