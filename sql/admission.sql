-- Who asks, for which account, and what he may: all that a request has to know before it is answered, in one statement.
-- Columns up to epoch are those of account_by_key. Without an account, or where nobody there has the log-in, the rest
-- is NULL.

-- part admission
{{account}}, (SELECT value FROM setting WHERE name = 'logins'),
       (SELECT value FROM setting WHERE name = 'secret'), (SELECT value FROM setting WHERE name = 'secret-previous'),
       e.active, e.language, {{admission_rights}}

-- part admission_rights
(SELECT group_concat(DISTINCT rr.right_key)
        FROM employee_role er
        CROSS JOIN role_right rr
        WHERE er.account = e.account AND er.employee = e.id AND rr.account = er.account AND rr.role_key = er.role_key)
-- pgsql
(SELECT string_agg(DISTINCT rr.right_key, ',')
        FROM employee_role er
        JOIN role_right rr ON rr.account = er.account AND rr.role_key = er.role_key
        WHERE er.account = e.account AND er.employee = e.id)
-- mysql
-- The driver allocates each column's greatest size, so it is bounded: all rights that there are take less than a hundred.
CAST((SELECT GROUP_CONCAT(DISTINCT rr.right_key)
        FROM employee_role er
        JOIN role_right rr ON rr.account = er.account AND rr.role_key = er.role_key
        WHERE er.account = e.account AND er.employee = e.id) AS CHAR(1000))

-- admission_by_login(login:text) -> id:int, account_key:text, name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, electronic_address:text, order_number:text, attach_ubl:int, state:text, period:int, period_start:date, period_end:date, period_end_at:time, last_at:time, told_until:time, next_due:time, revision:int, last_employee:int, last_assignment:int, last_log:int, last_outbox:int, last_invoice:int, invoice_year:int, last_plan:int, catalogue:text, epoch:text, logins:text, secret:text, secret_before:text, active:int, language:text, rights:text
-- The account where somebody has the log-in, active or not; one row in any case, for the setting logins.
SELECT {{admission}}
FROM setting s
LEFT JOIN employee e ON e.login = :login
LEFT JOIN account a ON a.id = e.account
WHERE s.name = 'logins'
ORDER BY e.account
LIMIT 1
-- mysql
-- ORDER BY would take a temporary table, on disk for the texts in it; so each table is read by its key.
SELECT {{admission}}
FROM setting s
LEFT JOIN employee e ON e.login = :login AND e.account = (SELECT MIN(f.account) FROM employee f WHERE f.login = :login)
LEFT JOIN account a ON a.id = e.account
WHERE s.name = 'logins'
LIMIT 1
-- pgsql
-- Without statistics it would take a log-in for that of hundreds, and go through all accounts.
SELECT {{admission}}
FROM setting s
LEFT JOIN LATERAL (SELECT account, id, active, language FROM employee WHERE login = :login ORDER BY account
                   LIMIT 1) e ON TRUE
LEFT JOIN account a ON a.id = e.account
WHERE s.name = 'logins'
LIMIT 1

-- admission_by_key(key:text, login:text) -> id:int, account_key:text, name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, electronic_address:text, order_number:text, attach_ubl:int, state:text, period:int, period_start:date, period_end:date, period_end_at:time, last_at:time, told_until:time, next_due:time, revision:int, last_employee:int, last_assignment:int, last_log:int, last_outbox:int, last_invoice:int, invoice_year:int, last_plan:int, catalogue:text, epoch:text, logins:text, secret:text, secret_before:text, active:int, language:text, rights:text
SELECT {{admission}}
FROM account a
LEFT JOIN employee e ON e.account = a.id AND e.login = :login
WHERE a.account_key = :key
LIMIT 1
-- pgsql
-- The employee is looked up in the account alone, not by the index of log-ins.
SELECT {{admission}}
FROM account a
LEFT JOIN LATERAL (SELECT account, id, active, language FROM employee WHERE account = a.id AND login = :login LIMIT 1) e ON TRUE
WHERE a.account_key = :key
LIMIT 1

-- admission_caller(key:text, login:text) -> id:int, account_key:text, name:text, currency:text, locale:text, timezone:text, months:int, anchor:date, vat:int, billing:text, ceiling:int, legal_name:text, address:text, country:text, vat_id:text, electronic_address:text, order_number:text, attach_ubl:int, state:text, period:int, period_start:date, period_end:date, period_end_at:time, last_at:time, told_until:time, next_due:time, revision:int, last_employee:int, last_assignment:int, last_log:int, last_outbox:int, last_invoice:int, invoice_year:int, last_plan:int, catalogue:text, epoch:text, invoices:int, employee:int, login:text, employee_name:text, initials:text, email:text, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time, external:text, language:text, rights:text
-- The same for whoever holds the account: columns up to invoices are those of account_by_key, then come the employee's.
SELECT {{account}}, {{account_invoices}}, e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected,
       e.created_at, e.activated_at, e.deadline, e.external, e.language, {{admission_rights}}
FROM account a
LEFT JOIN employee e ON e.account = a.id AND e.login = :login
WHERE a.account_key = :key
LIMIT 1
-- pgsql
SELECT {{account}}, {{account_invoices}}, e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected,
       e.created_at, e.activated_at, e.deadline, e.external, e.language, {{admission_rights}}
FROM account a
LEFT JOIN LATERAL (SELECT * FROM employee WHERE account = a.id AND login = :login LIMIT 1) e ON TRUE
WHERE a.account_key = :key
LIMIT 1
