-- What a mail tells: the rows of one event in the action log, which never change.

-- mail_event(account:int, event:int) -> at:time, actor, actor_name, product, product_name, product_kind, closed:int,
--   reopened:int
-- closed: the account ended at that very instant; reopened: periods have begun anew since.
SELECT j.at, j.actor, e.name, j.product, p.name, p.kind,
       (SELECT COUNT(*) FROM journal c
        WHERE c.account = j.account AND c.object = 'account/state' AND c.new_state = 'closed' AND c.at = j.at),
       (SELECT COUNT(*) FROM journal r
        WHERE r.account = j.account AND r.object = 'account' AND r.action = 'reopened' AND +r.event > j.event)
FROM journal j
LEFT JOIN employee e ON e.account = j.account AND e.login = j.actor
LEFT JOIN product p ON p.product_key = j.product
WHERE j.account = :account AND j.id = :event;

-- mail_entries(account:int, event:int, limit:int) -> object, name, old_state, new_state, deadline:time, amount:int,
--   currency, product, product_name, object_kind, planned_by
SELECT j.object, j.name, j.old_state, j.new_state, j.deadline, j.amount, j.currency, j.product, p.name, o.kind,
       j.planned_by
FROM journal j
LEFT JOIN product p ON p.product_key = j.product
LEFT JOIN product o ON o.product_key = j.object
WHERE j.account = :account AND j.event = :event
ORDER BY j.id
LIMIT :limit;

-- mail_invoice(account:int, event:int) -> number, issued:date, net:int, vat:int, total:int, vat_rate:int, currency,
--   order_number
SELECT i.number, i.issued, i.net, i.vat, i.total, i.vat_rate, i.currency, i.order_number
FROM journal j
JOIN invoice i ON i.account = j.account AND i.number = j.invoice
WHERE j.account = :account AND j.id = :event;
