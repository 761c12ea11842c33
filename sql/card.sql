-- What an employee's card and the answers to changes of employees read. Every statement is of one account, and bounded.

-- card_roles(account:int, employee:int, limit:int) -> role_key, name, held:int
SELECT r.role_key, r.name, CASE WHEN er.employee IS NULL THEN 0 ELSE 1 END
FROM role r
LEFT JOIN employee_role er ON er.account = r.account AND er.role_key = r.role_key AND er.employee = :employee
WHERE r.account = :account
ORDER BY r.role_key
LIMIT :limit

-- The log of some objects, newest first: columns as view_log_up has them.
-- card_history(account:int, before:int, rows:text, limit:int) -> id:int, at:time, actor, action, product, object, name,
--   old_state, new_state, deadline:time, amount:int, currency, invoice, planned_by
SELECT j.id, j.at, j.actor, j.action, j.product, j.object, j.name, j.old_state, j.new_state, j.deadline, j.amount,
       j.currency, j.invoice, j.planned_by
FROM :rows{object:text} r
CROSS JOIN journal j
WHERE j.account = :account AND j.object = r.object AND j.id < :before
ORDER BY j.id DESC
LIMIT :limit

-- What was bought along with an operation comes before it, as an event of its own: the one that follows it then.
-- card_same_event(account:int, event:int) -> event:int
SELECT MIN(n.event)
FROM journal j
JOIN journal n ON n.account = j.account AND +n.event > j.event AND n.at = j.at AND n.actor = j.actor
  AND n.account = :account AND n.id > :event AND n.id <= :event + 100
WHERE j.account = :account AND j.id = :event AND j.action = 'bought'

-- What one operation did, in the order of its log rows.
-- card_event(account:int, event:int, after:int, limit:int) -> id:int, action, object, name
SELECT id, action, object, name
FROM journal
WHERE account = :account AND event = :event AND id > :after
ORDER BY id
LIMIT :limit
