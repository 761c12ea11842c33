-- The "always true" list of product.md: a query per invariant, where any row is a breach.
--
-- Every query takes the first and last id of the accounts to look at (that of all is a range too) and hands out the
-- account, what is wrong, of what, and what was expected and found, as texts that mod_licences/store/audit.c puts in a
-- sentence. See apply.sql for how texts are put together here.

-- 1. The sum of invoiced quantities explains every purchased quantity; no purchase is invoiced twice or never --------

-- audit_purchased(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- What is paid for up to the end of the current period was bought in it, or renewed for it.
SELECT a.account_key, 'purchased is not what was invoiced', p.product_key, SUM(s.invoiced), SUM(s.purchased)
FROM (SELECT q.account, q.product, q.purchased, 0 AS invoiced
      FROM position q
      WHERE q.account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT i.account, l.product, 0, l.quantity
      FROM account c
      JOIN invoice i ON i.account = c.id AND i.paid_to = c.period_end
      JOIN invoice_line l ON l.account = i.account AND l.invoice = i.id
      WHERE c.id BETWEEN :account_from AND :account_to AND c.state <> 'closed') s
JOIN account a ON a.id = s.account
JOIN product p ON p.id = s.product
GROUP BY a.account_key, p.product_key
HAVING SUM(s.invoiced) <> SUM(s.purchased)
LIMIT 100;

-- audit_invoice_missing(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'the log names an invoice that is not there', j.invoice, 1, 0
FROM journal j
JOIN account a ON a.id = j.account
LEFT JOIN invoice i ON i.account = j.account AND i.number = j.invoice
WHERE j.account BETWEEN :account_from AND :account_to AND j.invoice IS NOT NULL AND i.id IS NULL
LIMIT 100;

-- audit_invoice_events(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'events that name the invoice', i.number, 1, COALESCE(n.events, 0)
FROM invoice i
JOIN account a ON a.id = i.account
LEFT JOIN (SELECT t.account, t.invoice, COUNT(DISTINCT t.event) AS events
           FROM (SELECT account, invoice, event
                 FROM journal
                 WHERE account BETWEEN :account_from AND :account_to AND invoice IS NOT NULL
                 UNION ALL
                 SELECT account, object, entry
                 FROM archived_state
                 WHERE account BETWEEN :account_from AND :account_to AND action = 'invoiced') t
           GROUP BY t.account, t.invoice) n ON n.account = i.account AND n.invoice = i.number
WHERE i.account BETWEEN :account_from AND :account_to AND COALESCE(n.events, 0) <> 1
LIMIT 100;

-- audit_bought(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'bought without an invoice', j.object, 1, 0
FROM journal j
JOIN account a ON a.id = j.account
WHERE j.account BETWEEN :account_from AND :account_to AND j.action = 'bought' AND j.id = j.event
  AND NOT EXISTS (SELECT 1
                  FROM journal k
                  WHERE k.account = j.account AND k.event = j.event AND k.invoice IS NOT NULL)
LIMIT 100;

-- 2. Marks are exactly the rule's; nobody is active past a deadline by more than a sweep ------------------------------

-- audit_marked_employees(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'mark', REPLACE('employee/#', '#', CAST(r.id AS CHAR(20))),
       CASE WHEN r.place <= r.beyond THEN 'marked' ELSE 'unmarked' END,
       CASE WHEN r.deadline IS NULL THEN 'unmarked' ELSE 'marked' END
FROM (SELECT e.account, e.id, e.deadline, u.beyond,
             ROW_NUMBER() OVER (PARTITION BY e.account
                                ORDER BY CASE WHEN k.employee IS NULL THEN 0 ELSE 1 END, e.protected,
                                         e.activated_at DESC, e.created_at DESC, e.id DESC) AS place
      FROM employee e
      JOIN (SELECT q.account, q.used - q.purchased AS beyond
            FROM position q
            JOIN product p ON p.id = q.product
            WHERE p.kind = 'user' AND q.account BETWEEN :account_from AND :account_to
              AND q.used > q.purchased) u ON u.account = e.account
      LEFT JOIN (SELECT h.account, MIN(h.employee) AS employee
                 FROM (SELECT DISTINCT er.account, er.employee
                       FROM role_right rr
                       JOIN employee_role er ON er.account = rr.account AND er.role_key = rr.role_key
                       JOIN employee x ON x.account = er.account AND x.id = er.employee
                       WHERE rr.account BETWEEN :account_from AND :account_to AND rr.right_key = 'roles'
                         AND x.active = 1) h
                 GROUP BY h.account
                 HAVING COUNT(*) = 1) k ON k.account = e.account AND k.employee = e.id
      WHERE e.account BETWEEN :account_from AND :account_to AND e.active = 1 AND e.service = 0) r
JOIN account a ON a.id = r.account
WHERE CASE WHEN r.place <= r.beyond THEN 1 ELSE 0 END <> CASE WHEN r.deadline IS NULL THEN 0 ELSE 1 END
LIMIT 100;

-- audit_marked_assignments(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'mark', REPLACE(REPLACE('employee/#/@', '#', CAST(r.employee AS CHAR(20))), '@', r.product_key),
       CASE WHEN r.place <= r.beyond THEN 'marked' ELSE 'unmarked' END,
       CASE WHEN r.deadline IS NULL THEN 'unmarked' ELSE 'marked' END
FROM (SELECT s.account, s.employee, s.deadline, u.product_key, u.beyond,
             ROW_NUMBER() OVER (PARTITION BY s.account, s.product ORDER BY s.since DESC, s.id DESC) AS place
      FROM assignment s
      JOIN (SELECT q.account, q.product, p.product_key, q.used - q.purchased AS beyond
            FROM position q
            JOIN product p ON p.id = q.product
            WHERE p.kind = 'addon' AND q.account BETWEEN :account_from AND :account_to
              AND q.used > q.purchased) u ON u.account = s.account AND u.product = s.product
      WHERE s.account BETWEEN :account_from AND :account_to AND s.counts = 1) r
JOIN account a ON a.id = r.account
WHERE CASE WHEN r.place <= r.beyond THEN 1 ELSE 0 END <> CASE WHEN r.deadline IS NULL THEN 0 ELSE 1 END
LIMIT 100;

-- audit_marked_needlessly(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- The two queries above look at overages only. Here: marks without one, or on somebody who takes no licence.
SELECT a.account_key, 'mark', m.object, 'unmarked', 'marked'
FROM (SELECT e.account, REPLACE('employee/#', '#', CAST(e.id AS CHAR(20))) AS object
      FROM employee e
      LEFT JOIN (SELECT q.account, q.used, q.purchased
                 FROM position q
                 JOIN product p ON p.id = q.product
                 WHERE p.kind = 'user' AND q.account BETWEEN :account_from AND :account_to) u ON u.account = e.account
      WHERE e.account BETWEEN :account_from AND :account_to AND e.deadline IS NOT NULL
        AND (e.active = 0 OR e.service = 1 OR u.account IS NULL OR u.used <= u.purchased)
      UNION ALL
      SELECT s.account, REPLACE(REPLACE('employee/#/@', '#', CAST(s.employee AS CHAR(20))), '@', p.product_key)
      FROM assignment s
      JOIN product p ON p.id = s.product
      LEFT JOIN position q ON q.account = s.account AND q.product = s.product
      WHERE s.account BETWEEN :account_from AND :account_to AND s.deadline IS NOT NULL
        AND (s.counts = 0 OR q.account IS NULL OR q.used <= q.purchased)) m
JOIN account a ON a.id = m.account
LIMIT 100;

-- audit_overdue(account_from:int, account_to:int, overdue:time) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'past its deadline', m.object, 'inactive', 'active'
FROM (SELECT e.account, REPLACE('employee/#', '#', CAST(e.id AS CHAR(20))) AS object
      FROM employee e
      WHERE e.account BETWEEN :account_from AND :account_to AND e.deadline < :overdue AND e.active = 1
      UNION ALL
      SELECT s.account, REPLACE(REPLACE('employee/#/@', '#', CAST(s.employee AS CHAR(20))), '@', p.product_key)
      FROM assignment s
      JOIN product p ON p.id = s.product
      WHERE s.account BETWEEN :account_from AND :account_to AND s.deadline < :overdue AND s.counts = 1) m
JOIN account a ON a.id = m.account
LIMIT 100;

-- 3. Bundled follows; next ≥ least; periods tile; `used` counters equal the counts -------------------------------------

-- audit_bundled(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, b.what, b.product_key, b.expected, b.found
FROM (SELECT q.account, p.product_key, 'bundled purchased is not the user licence' AS what,
             COALESCE(u.purchased, 0) AS expected, q.purchased AS found
      FROM position q
      JOIN product p ON p.id = q.product
      LEFT JOIN (SELECT v.account, v.purchased
                 FROM position v
                 JOIN product w ON w.id = v.product
                 WHERE w.kind = 'user') u ON u.account = q.account
      WHERE q.account BETWEEN :account_from AND :account_to AND p.kind = 'bundled' AND q.purchased > 0
        AND q.purchased <> COALESCE(u.purchased, 0)
      UNION ALL
      SELECT q.account, p.product_key, 'bundled next is not the user licence', COALESCE(u.next_quantity, 0),
             q.next_quantity
      FROM position q
      JOIN product p ON p.id = q.product
      LEFT JOIN (SELECT v.account, v.next_quantity
                 FROM position v
                 JOIN product w ON w.id = v.product
                 WHERE w.kind = 'user') u ON u.account = q.account
      WHERE q.account BETWEEN :account_from AND :account_to AND p.kind = 'bundled' AND q.next_quantity > 0
        AND q.next_quantity <> COALESCE(u.next_quantity, 0)) b
JOIN account a ON a.id = b.account
LIMIT 100;

-- audit_next(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- next never exceeds purchased: buying raises both.
SELECT a.account_key, 'next below the least or above what is purchased', p.product_key, q.purchased, q.next_quantity
FROM position q
JOIN product p ON p.id = q.product
JOIN account a ON a.id = q.account
WHERE q.account BETWEEN :account_from AND :account_to
  AND (q.next_quantity > q.purchased OR q.next_quantity < 0
       OR (p.kind = 'user' AND q.purchased >= 1 AND q.next_quantity < 1 AND a.state = 'open'))
LIMIT 100;

-- audit_periods(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- Renewals pay for periods that don't overlap; that there is no gap is told by the log, where each period's start is
-- the old of the next (audit_log_chain, audit_log_state).
SELECT a.account_key, 'periods overlap', r.number, r.before_to, r.paid_from
FROM (SELECT account, number, paid_from,
             LAG(paid_to) OVER (PARTITION BY account ORDER BY id) AS before_to
      FROM invoice
      WHERE account BETWEEN :account_from AND :account_to AND kind = 'renewal') r
JOIN account a ON a.id = r.account
WHERE r.before_to > r.paid_from
UNION ALL
SELECT account_key, 'a period ends before it begins', 'account', period_start, period_end
FROM account
WHERE id BETWEEN :account_from AND :account_to AND period_end <= period_start
LIMIT 100;

-- audit_used_employees(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'used is not the number of active employees', p.product_key, COALESCE(e.active, 0),
       COALESCE(q.used, 0)
FROM account a
JOIN product p ON p.kind = 'user'
LEFT JOIN position q ON q.account = a.id AND q.product = p.id
LEFT JOIN (SELECT account, COUNT(*) AS active
           FROM employee
           WHERE account BETWEEN :account_from AND :account_to AND active = 1 AND service = 0
           GROUP BY account) e ON e.account = a.id
WHERE a.id BETWEEN :account_from AND :account_to AND COALESCE(q.used, 0) <> COALESCE(e.active, 0)
LIMIT 100;

-- audit_used_assignments(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'used is not the number of add-on licences that count', p.product_key, SUM(s.counted),
       SUM(s.used)
FROM (SELECT q.account, q.product, q.used, 0 AS counted
      FROM position q
      JOIN product w ON w.id = q.product
      WHERE q.account BETWEEN :account_from AND :account_to AND w.kind = 'addon'
      UNION ALL
      SELECT account, product, 0, COUNT(*)
      FROM assignment
      WHERE account BETWEEN :account_from AND :account_to AND counts = 1
      GROUP BY account, product) s
JOIN account a ON a.id = s.account
JOIN product p ON p.id = s.product
GROUP BY a.account_key, p.product_key
HAVING SUM(s.counted) <> SUM(s.used)
LIMIT 100;

-- audit_used_following(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'used does not follow', p.product_key,
       CASE WHEN p.kind = 'integration' THEN q.purchased WHEN q.purchased > 0 THEN COALESCE(u.used, 0) ELSE 0 END,
       q.used
FROM position q
JOIN product p ON p.id = q.product
JOIN account a ON a.id = q.account
LEFT JOIN (SELECT v.account, v.used
           FROM position v
           JOIN product w ON w.id = v.product
           WHERE w.kind = 'user') u ON u.account = q.account
WHERE q.account BETWEEN :account_from AND :account_to AND p.kind IN ('bundled', 'integration')
  AND q.used <>
      CASE WHEN p.kind = 'integration' THEN q.purchased WHEN q.purchased > 0 THEN COALESCE(u.used, 0) ELSE 0 END
LIMIT 100;

-- audit_counting(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- An add-on licence counts while its holder is active, since the later of given and activated.
SELECT a.account_key, 'add-on licence counts',
       REPLACE(REPLACE('employee/#/@', '#', CAST(s.employee AS CHAR(20))), '@', p.product_key),
       COALESCE(e.active, 0), s.counts
FROM assignment s
JOIN account a ON a.id = s.account
JOIN product p ON p.id = s.product
LEFT JOIN employee e ON e.account = s.account AND e.id = s.employee
WHERE s.account BETWEEN :account_from AND :account_to
  AND (e.id IS NULL OR s.counts <> e.active
       OR (s.counts = 1
           AND s.since <> CASE WHEN e.activated_at > s.assigned_at THEN e.activated_at ELSE s.assigned_at END))
LIMIT 100;

-- 4. Invoice numbers are gapless; invoice totals are the sums of their lines ------------------------------------------

-- audit_invoice_numbers(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT n.account_key, 'invoice number out of sequence', n.number, n.expected, n.number
FROM (SELECT c.account_key, c.number,
             REPLACE(REPLACE(REPLACE('<key>-<year>-<place>', '<place>',
                                     CASE WHEN c.place < 10000 THEN SUBSTR(CAST(10000 + c.place AS CHAR(20)), 2)
                                          ELSE CAST(c.place AS CHAR(20)) END),
                             '<year>', c.issued_year),
                     '<key>', UPPER(c.account_key)) AS expected
      FROM (SELECT a.account_key, i.number, SUBSTR(i.issued, 1, 4) AS issued_year,
                   ROW_NUMBER() OVER (PARTITION BY i.account, SUBSTR(i.issued, 1, 4) ORDER BY i.id) AS place
            FROM invoice i
            JOIN account a ON a.id = i.account
            WHERE i.account BETWEEN :account_from AND :account_to) c) n
WHERE n.number <> n.expected
LIMIT 100;

-- audit_invoice_counter(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'the account counts other than its invoices', 'account', COUNT(i.id), a.last_invoice
FROM account a
LEFT JOIN invoice i ON i.account = a.id AND SUBSTR(i.issued, 1, 4) = CAST(a.invoice_year AS CHAR(4))
WHERE a.id BETWEEN :account_from AND :account_to
GROUP BY a.account_key, a.last_invoice
HAVING COUNT(i.id) <> a.last_invoice
LIMIT 100;

-- 5. Every change of quantity, activation, assignment and right has its action-log row ---------------------------------

-- audit_log_ids(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- They go on from those that are archived.
SELECT l.account_key, 'log ids are not 1, 2, 3', 'log', l.last_log - l.through, l.entries
FROM (SELECT a.account_key, a.last_log, COALESCE(x.through, 0) AS through, COUNT(j.id) AS entries,
             COALESCE(MIN(j.id), COALESCE(x.through, 0) + 1) AS first, COALESCE(MAX(j.id), a.last_log) AS last
      FROM account a
      LEFT JOIN archive x ON x.account = a.id
      LEFT JOIN journal j ON j.account = a.id
      WHERE a.id BETWEEN :account_from AND :account_to
      GROUP BY a.account_key, a.last_log, x.through) l
WHERE l.entries <> l.last_log - l.through OR l.first <> l.through + 1 OR l.last <> l.last_log
LIMIT 100;

-- audit_log_chain(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- The first old of an object is what it was before anything happened; a setting's or a name's may be anything. Where
-- its beginning is archived, it goes on from the state that was kept.
SELECT a.account_key, 'old is not the previous new', s.object, COALESCE(s.previous, ''), s.old_state
FROM (SELECT account, object, action, old_state,
             LAG(new_state) OVER (PARTITION BY account, object ORDER BY id) AS previous
      FROM journal
      WHERE account BETWEEN :account_from AND :account_to AND action <> 'refused') s
JOIN account a ON a.id = s.account
LEFT JOIN archived_state x ON s.previous IS NULL AND x.account = s.account AND x.object = s.object
WHERE s.old_state <> COALESCE(s.previous, x.state)
   OR (s.previous IS NULL AND x.state IS NULL AND s.action NOT IN ('setting', 'edited')
       AND s.old_state NOT IN ('', '0', 'open', 'grace'))
LIMIT 100;

-- audit_log_state(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- Today's states, and what the log says last; states that everything begins with ('0', 'open') need no row.
SELECT a.account_key, 'the last new is not the state of today', t.object, COALESCE(MAX(t.today), ''),
       COALESCE(MAX(t.logged), '')
FROM (SELECT q.account, p.product_key AS object,
             CASE WHEN q.purchased = q.next_quantity THEN REPLACE('#', '#', CAST(q.purchased AS CHAR(20)))
                  ELSE REPLACE(REPLACE('#/@', '#', CAST(q.purchased AS CHAR(20))), '@',
                               CAST(q.next_quantity AS CHAR(20))) END AS today,
             NULL AS logged
      FROM position q
      JOIN product p ON p.id = q.product
      WHERE q.account BETWEEN :account_from AND :account_to AND (q.purchased <> 0 OR q.next_quantity <> 0)
      UNION ALL
      SELECT account, REPLACE('employee/#', '#', CAST(id AS CHAR(20))),
             CASE WHEN active = 1 THEN 'active' ELSE 'inactive' END, NULL
      FROM employee
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT account, REPLACE('employee/#/protection', '#', CAST(id AS CHAR(20))), 'protected', NULL
      FROM employee
      WHERE account BETWEEN :account_from AND :account_to AND protected = 1
      UNION ALL
      SELECT s.account, REPLACE(REPLACE('employee/#/@', '#', CAST(s.employee AS CHAR(20))), '@', p.product_key),
             'assigned', NULL
      FROM assignment s
      JOIN product p ON p.id = s.product
      WHERE s.account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT account, REPLACE(REPLACE('role/@/#', '#', right_key), '@', role_key), 'granted', NULL
      FROM role_right
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT account, REPLACE(REPLACE('employee/#/role/@', '#', CAST(employee AS CHAR(20))), '@', role_key), 'given',
             NULL
      FROM employee_role
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT q.account, REPLACE('account/few/@', '@', p.product_key), REPLACE('#', '#', CAST(q.few AS CHAR(20))), NULL
      FROM position q
      JOIN product p ON p.id = q.product
      WHERE q.account BETWEEN :account_from AND :account_to AND q.few >= 0
      UNION ALL
      SELECT q.account, REPLACE('@/policy', '@', p.product_key),
             CASE WHEN q.cap IS NULL THEN q.policy ELSE REPLACE('buy #', '#', CAST(q.cap AS CHAR(20))) END, NULL
      FROM position q
      JOIN product p ON p.id = q.product
      WHERE q.account BETWEEN :account_from AND :account_to AND q.policy <> 'grace'
      UNION ALL
      SELECT id, 'account', period_start, NULL
      FROM account
      WHERE id BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT id, 'account/state', state, NULL
      FROM account
      WHERE id BETWEEN :account_from AND :account_to AND state <> 'open'
      UNION ALL
      SELECT account, 'log', REPLACE('#', '#', CAST(through AS CHAR(20))), NULL
      FROM archive
      WHERE account BETWEEN :account_from AND :account_to AND through > 0
      UNION ALL
      SELECT x.account, x.object, NULL, CASE WHEN x.state IN ('0', 'open', 'grace') THEN NULL ELSE x.state END
      FROM archived_state x
      WHERE x.account BETWEEN :account_from AND :account_to AND x.action NOT IN ('invoiced', 'edited')
        AND (x.action <> 'setting' OR x.object LIKE 'account/few/%')
        AND x.object NOT LIKE '%/plan' AND x.object NOT LIKE '%/plan/%'
        AND NOT EXISTS (SELECT 1
                        FROM journal n
                        WHERE n.account = x.account AND n.object = x.object AND n.action <> 'refused')
      UNION ALL
      SELECT j.account, j.object, NULL, CASE WHEN j.new_state IN ('0', 'open', 'grace') THEN NULL ELSE j.new_state END
      FROM (SELECT account, object, new_state, LEAD(id) OVER (PARTITION BY account, object ORDER BY id) AS later
            FROM journal
            WHERE account BETWEEN :account_from AND :account_to AND action NOT IN ('refused', 'edited')
              AND (action <> 'setting' OR object LIKE 'account/few/%')
              AND object NOT LIKE '%/plan' AND object NOT LIKE '%/plan/%') j
      WHERE j.later IS NULL) t
JOIN account a ON a.id = t.account
GROUP BY a.account_key, t.object
HAVING COALESCE(MAX(t.today), '') <> COALESCE(MAX(t.logged), '')
LIMIT 100;

-- audit_log_edited(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- What was edited or set is today as the log says last. The log holds the first 100 characters.
SELECT a.account_key, 'the last edit is not what there is today', t.object, COALESCE(MAX(t.today), ''), MAX(t.logged)
FROM (SELECT account, REPLACE('employee/#/name', '#', CAST(id AS CHAR(20))) AS object, name AS today, NULL AS logged
      FROM employee
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT account, REPLACE('employee/#/initials', '#', CAST(id AS CHAR(20))), initials, NULL
      FROM employee
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT account, REPLACE('employee/#/email', '#', CAST(id AS CHAR(20))), SUBSTR(email, 1, 100), NULL
      FROM employee
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT a.id, f.object,
             CASE f.object WHEN 'account/name' THEN a.name WHEN 'account/billing' THEN SUBSTR(a.billing, 1, 100)
                           WHEN 'account/locale' THEN a.locale WHEN 'account/timezone' THEN a.timezone
                           WHEN 'account/currency' THEN a.currency WHEN 'account/legal-name' THEN a.legal_name
                           WHEN 'account/address' THEN SUBSTR(a.address, 1, 100)
                           WHEN 'account/country' THEN a.country WHEN 'account/vat-id' THEN a.vat_id
                           WHEN 'account/order-number' THEN a.order_number
                           WHEN 'account/attach-ubl' THEN CASE a.attach_ubl WHEN 1 THEN 'yes' ELSE 'no' END
                           ELSE a.electronic_address END, NULL
      FROM account a
      CROSS JOIN (SELECT 'account/name' AS object UNION ALL SELECT 'account/billing' UNION ALL
                  SELECT 'account/locale' UNION ALL SELECT 'account/timezone' UNION ALL SELECT 'account/currency'
                  UNION ALL SELECT 'account/legal-name' UNION ALL SELECT 'account/address' UNION ALL
                  SELECT 'account/country' UNION ALL SELECT 'account/vat-id' UNION ALL
                  SELECT 'account/order-number' UNION ALL SELECT 'account/attach-ubl' UNION ALL SELECT 'account/electronic-address') f
      WHERE a.id BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT account, REPLACE('employee/#/login', '#', CAST(id AS CHAR(20))), login, NULL
      FROM employee
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT account, REPLACE('employee/#/external', '#', CAST(id AS CHAR(20))), COALESCE(external, ''), NULL
      FROM employee
      WHERE account BETWEEN :account_from AND :account_to
      UNION ALL
      SELECT x.account, x.object, NULL, x.state
      FROM archived_state x
      WHERE x.account BETWEEN :account_from AND :account_to
        AND (x.action = 'edited'
             OR (x.action = 'setting' AND x.object NOT LIKE 'account/few/%'
                 AND x.object NOT IN ('account/vat', 'account/ceiling')))
        AND NOT EXISTS (SELECT 1
                        FROM journal n
                        WHERE n.account = x.account AND n.object = x.object AND n.action = x.action)
      UNION ALL
      SELECT j.account, j.object, NULL, j.new_state
      FROM (SELECT account, object, new_state, LEAD(id) OVER (PARTITION BY account, object ORDER BY id) AS later
            FROM journal
            WHERE account BETWEEN :account_from AND :account_to
              AND (action = 'edited'
                   OR (action = 'setting' AND object NOT LIKE 'account/few/%'
                       AND object NOT IN ('account/vat', 'account/ceiling')))) j
      WHERE j.later IS NULL) t
JOIN account a ON a.id = t.account
GROUP BY a.account_key, t.object
HAVING MAX(t.logged) <> COALESCE(MAX(t.today), '')
LIMIT 100;

-- 6. Every event that needs a mail has exactly one per address --------------------------------------------------------

-- audit_untold(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- The actions are those of which lic_event_tells says that the billing address is told.
SELECT a.account_key, 'nobody was told', j.action, 1, 0
FROM journal j
JOIN account a ON a.id = j.account
LEFT JOIN outbox o ON o.account = j.account AND o.event = j.event
WHERE j.account BETWEEN :account_from AND :account_to AND j.id = j.event AND o.id IS NULL AND a.billing <> ''
  AND j.action IN ('bought', 'scaled-down', 'kept', 'undone', 'renewed', 'renewal-notice', 'marked', 'reminded', 'deactivated',
                   'taken-back', 'few-left', 'plan-refused', 'plan-waits')
LIMIT 100;

-- audit_told_twice(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, 'messages to one address about one event', LOWER(o.address), 1, COUNT(*)
FROM outbox o
JOIN account a ON a.id = o.account
WHERE o.account BETWEEN :account_from AND :account_to
GROUP BY a.account_key, o.event, LOWER(o.address)
HAVING COUNT(*) > 1
LIMIT 100;

-- audit_parked(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- Whoever was to be told hasn't been, until somebody sees to it.
SELECT a.account_key, 'mail is parked', REPLACE(REPLACE('#, to @', '#', CAST(o.id AS CHAR(20))), '@', o.address), 'sent',
       o.last_error
FROM outbox o
JOIN account a ON a.id = o.account
WHERE o.account BETWEEN :account_from AND :account_to AND o.state = 'parked'
LIMIT 100;
