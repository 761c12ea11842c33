-- What licencesctl simulate looks at between its days, beside the audit.

-- simulate_accounts(after:text, limit:int) -> id:int, account_key:text, revision:int, state:text, period_end_at:time, last_at:time, next_due:time, last_employee:int
SELECT id, account_key, revision, state, period_end_at, last_at, next_due, last_employee
FROM account
WHERE account_key > :after
ORDER BY account_key
LIMIT :limit

-- The lines of an account's newest invoices, each with its invoice and with the price that the catalogue says.
-- simulate_lines(account:int, after:int, limit:int) -> id:int, number:text, issued:date, kind:text, paid_from:date, paid_to:date, net:int, vat:int, total:int, vat_rate:int, quantity:int, price:int, days:int, period_days:int, amount:int, listed:int
SELECT i.id, i.number, i.issued, i.kind, i.paid_from, i.paid_to, i.net, i.vat, i.total, i.vat_rate, l.quantity, l.price,
       l.days, l.period_days, l.amount,
       a.months * (SELECT r.per_month
                   FROM price r
                   WHERE r.product = l.product AND r.currency = i.currency AND r.valid_from <= i.issued
                   ORDER BY r.valid_from DESC
                   LIMIT 1)
FROM account a
JOIN invoice i ON i.account = a.id
JOIN invoice_line l ON l.account = i.account AND l.invoice = i.id
WHERE a.id = :account AND i.id > :after
ORDER BY i.id, l.line
LIMIT :limit

-- simulate_figures() -> renewals:int, deactivations:int, invoices:int, mails:int, entries:int, employees:int, accounts:int, products:int
SELECT (SELECT COUNT(*) FROM journal WHERE action = 'renewed' AND id = event),
       (SELECT COUNT(*) FROM journal WHERE action IN ('deactivated', 'taken-back') AND actor = 'system'),
       (SELECT COUNT(*) FROM invoice), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM journal),
       (SELECT COUNT(*) FROM employee), (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM product)
