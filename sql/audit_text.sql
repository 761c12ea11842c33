-- What no page can show: a control character, or bytes that aren't UTF-8 (which only SQLite can hold, and can't tell
-- apart: there whatever isn't plain ASCII is handed out). store/audit_text.c looks at the texts themselves.

-- audit_text_log(account_from:int, after:int, account_to:int, limit:int) -> account_id:int, id:int, account:text,
--   text1:text, text2:text, text3:text, text4:text, text5:text
SELECT j.account, j.id, a.account_key,
       j.actor, j.object, j.name, j.old_state, j.new_state
FROM journal j
JOIN account a ON a.id = j.account
WHERE (j.account, j.id) > (:account_from, :after) AND j.account <= :account_to
  AND (j.actor || j.object || j.name || j.old_state || j.new_state) GLOB '*[^ -~]*'
ORDER BY j.account, j.id
LIMIT :limit;
-- pgsql
SELECT j.account, j.id, a.account_key,
       j.actor, j.object, j.name, j.old_state, j.new_state
FROM journal j
JOIN account a ON a.id = j.account
WHERE (j.account, j.id) > (:account_from, :after) AND j.account <= :account_to
  AND (j.actor || j.object || j.name || j.old_state || j.new_state) ~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]'
ORDER BY j.account, j.id
LIMIT :limit;
-- mysql
SELECT j.account, j.id, a.account_key,
       j.actor, j.object, j.name, j.old_state, j.new_state
FROM journal j
JOIN account a ON a.id = j.account
WHERE (j.account, j.id) > (:account_from, :after) AND j.account <= :account_to
  AND CONCAT(j.actor, j.object, j.name, j.old_state, j.new_state) REGEXP '[\\x01-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]'
ORDER BY j.account, j.id
LIMIT :limit;

-- audit_text_employees(account_from:int, after:int, account_to:int, limit:int) -> account_id:int, id:int, account:text,
--   text1:text, text2:text, text3:text, text4:text, text5:text
SELECT e.account, e.id, a.account_key,
       e.login, e.name, e.initials, e.email, ''
FROM employee e
JOIN account a ON a.id = e.account
WHERE (e.account, e.id) > (:account_from, :after) AND e.account <= :account_to
  AND (e.login || e.name || e.initials || e.email) GLOB '*[^ -~]*'
ORDER BY e.account, e.id
LIMIT :limit;
-- pgsql
SELECT e.account, e.id, a.account_key,
       e.login, e.name, e.initials, e.email, ''
FROM employee e
JOIN account a ON a.id = e.account
WHERE (e.account, e.id) > (:account_from, :after) AND e.account <= :account_to
  AND (e.login || e.name || e.initials || e.email) ~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]'
ORDER BY e.account, e.id
LIMIT :limit;
-- mysql
SELECT e.account, e.id, a.account_key,
       e.login, e.name, e.initials, e.email, ''
FROM employee e
JOIN account a ON a.id = e.account
WHERE (e.account, e.id) > (:account_from, :after) AND e.account <= :account_to
  AND CONCAT(e.login, e.name, e.initials, e.email) REGEXP '[\\x01-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]'
ORDER BY e.account, e.id
LIMIT :limit;

-- audit_kinds(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- A product of a kind that the program doesn't know keeps every account from being read.
SELECT a.account_key, 'kind', p.product_key, 'user, bundled, addon or integration', p.kind
FROM account a
CROSS JOIN product p
WHERE a.id BETWEEN :account_from AND :account_to AND p.kind NOT IN ('user', 'bundled', 'addon', 'integration')
LIMIT 100;

-- audit_accounts(after:int, account_to:int, limit:int) -> id:int, account:text, timezone:text, currency:text, state:text
-- store/audit_text.c looks up whether they are known.
SELECT id, account_key, timezone, currency, state
FROM account
WHERE id > :after AND id <= :account_to
ORDER BY id
LIMIT :limit;
