-- More of the "always true" list (sql/audit.sql): what is taken back, and what is planned.

-- audit_credits(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- What was bought is taken back whole, once (the index invoice_credits), by its own lines negated.
SELECT a.account_key, c.what, c.number, c.expected, c.found
FROM (SELECT n.account, n.number, 'credits what was not bought' AS what, n.credits AS expected,
             COALESCE(i.kind, 'nothing') AS found
      FROM invoice n
      LEFT JOIN invoice i ON i.account = n.account AND i.number = n.credits
      WHERE n.account BETWEEN :account_from AND :account_to
        AND (n.kind = 'credit' OR n.credits IS NOT NULL)
        AND (i.id IS NULL OR i.kind <> 'purchase' OR n.kind <> 'credit' OR n.id <= i.id OR n.total <> -i.total
             OR n.net <> -i.net)
      UNION ALL
      SELECT n.account, n.number, 'its lines are not those of the purchase', n.credits, MAX(l.name)
      FROM invoice n
      JOIN invoice i ON i.account = n.account AND i.number = n.credits
      JOIN invoice_line l ON l.account = n.account AND l.invoice = n.id
      LEFT JOIN invoice_line m ON m.account = i.account AND m.invoice = i.id AND m.line = l.line
                              AND m.product = l.product AND m.quantity = -l.quantity AND m.amount = -l.amount
      WHERE n.account BETWEEN :account_from AND :account_to AND m.line IS NULL
      GROUP BY n.account, n.number, n.credits) c
JOIN account a ON a.id = c.account
LIMIT 100;

-- The local day before the one that a plan is due on: of somebody who leaves, the last
-- part day_before
DATE(p.due_on, '-1 day')
-- pgsql
CAST(CAST(p.due_on AS DATE) - 1 AS TEXT)
-- mysql
CAST(DATE_SUB(p.due_on, INTERVAL 1 DAY) AS CHAR(10))

-- audit_planned(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- What is planned is what the log says last, and nothing that it has ended is still there.
SELECT a.account_key, 'what is planned is not what the log says', t.object, COALESCE(MAX(t.logged), ''),
       COALESCE(MAX(t.today), '')
FROM (SELECT p.account, REPLACE(REPLACE('employee/#/plan/@', '#', CAST(p.employee AS CHAR(20))), '@', p.kind) AS object,
             CASE p.kind WHEN 'leave' THEN {{day_before}} ELSE p.due_on END AS today, NULL AS logged
      FROM plan p
      WHERE p.account BETWEEN :account_from AND :account_to AND p.kind <> 'buy'
      UNION ALL
      SELECT p.account, REPLACE('@/plan', '@', o.product_key),
             REPLACE(REPLACE('# @', '#', CAST(p.quantity AS CHAR(20))), '@', p.due_on), NULL
      FROM plan p
      JOIN product o ON o.id = p.product
      WHERE p.account BETWEEN :account_from AND :account_to AND p.kind = 'buy'
      UNION ALL
      SELECT x.account, x.object, NULL, x.state
      FROM archived_state x
      WHERE x.account BETWEEN :account_from AND :account_to
        AND (x.object LIKE '%/plan' OR x.object LIKE 'employee/%/plan/start' OR x.object LIKE 'employee/%/plan/leave')
        AND NOT EXISTS (SELECT 1 FROM journal n WHERE n.account = x.account AND n.object = x.object)
      UNION ALL
      SELECT j.account, j.object, NULL, j.new_state
      FROM (SELECT account, object, new_state, LEAD(id) OVER (PARTITION BY account, object ORDER BY id) AS later
            FROM journal
            WHERE account BETWEEN :account_from AND :account_to
              AND (object LIKE '%/plan' OR object LIKE 'employee/%/plan/start'
                   OR object LIKE 'employee/%/plan/leave')) j
      WHERE j.later IS NULL) t
JOIN account a ON a.id = t.account
GROUP BY a.account_key, t.object
HAVING COALESCE(MAX(t.today), '') <> COALESCE(MAX(t.logged), '')
LIMIT 100;

-- audit_plans(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- A plan is of one subject that there is, and in the place of its kind: last days, purchases, starts, of which these
-- alone may wait. Whose it is is whoever the log says planned it last.
SELECT a.account_key, c.what, c.object, c.expected, c.found
FROM (SELECT p.account, 'is planned in another order' AS what, REPLACE('plan #', '#', CAST(p.id AS CHAR(20))) AS object,
             CASE p.kind WHEN 'leave' THEN '1' WHEN 'buy' THEN '2' WHEN 'start' THEN '3' ELSE 'a kind' END AS expected,
             CAST(p.place AS CHAR(20)) AS found
      FROM plan p
      WHERE p.account BETWEEN :account_from AND :account_to
        AND p.place <> CASE p.kind WHEN 'leave' THEN 1 WHEN 'buy' THEN 2 WHEN 'start' THEN 3 ELSE 0 END
      UNION ALL
      SELECT p.account, 'is about nobody and nothing', REPLACE('plan #', '#', CAST(p.id AS CHAR(20))), p.kind,
             REPLACE(REPLACE('employee/#, product #@', '#', CAST(p.employee AS CHAR(20))), '@',
                     CAST(p.product AS CHAR(20)))
      FROM plan p
      LEFT JOIN employee e ON e.account = p.account AND e.id = p.employee
      LEFT JOIN product o ON o.id = p.product
      WHERE p.account BETWEEN :account_from AND :account_to
        AND (CASE p.kind WHEN 'buy' THEN e.id ELSE o.id END IS NOT NULL
             OR CASE p.kind WHEN 'buy' THEN o.id ELSE e.id END IS NULL
             OR (p.kind = 'buy' AND p.quantity < 1) OR (p.kind <> 'buy' AND p.quantity <> 0)
             OR (p.kind <> 'start' AND p.to_come <> 1))
      UNION ALL
      SELECT p.account, 'is somebody else''s plan', j.object, j.actor, p.planned_by
      FROM plan p
      LEFT JOIN product o ON o.id = p.product
      JOIN journal j ON j.account = p.account AND j.action = 'planned'
                    AND j.object = CASE p.kind WHEN 'buy' THEN REPLACE('@/plan', '@', o.product_key)
                                               ELSE REPLACE(REPLACE('employee/#/plan/@', '#', CAST(p.employee AS CHAR(20))),
                                                            '@', p.kind) END
      WHERE p.account BETWEEN :account_from AND :account_to AND j.actor <> p.planned_by
        AND NOT EXISTS (SELECT 1 FROM journal n
                        WHERE n.account = j.account AND n.object = j.object AND n.id > j.id)) c
JOIN account a ON a.id = c.account
LIMIT 100;

-- audit_waiting(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- Whoever waits lacks a licence: the user licence, or an add-on that is kept.
SELECT a.account_key, 'waits', REPLACE('employee/#', '#', CAST(p.employee AS CHAR(20))), 'no licence is free', 'one is'
FROM plan p
JOIN account a ON a.id = p.account
WHERE p.account BETWEEN :account_from AND :account_to AND p.to_come = 0 AND a.state <> 'closed'
  AND NOT EXISTS (SELECT 1
                  FROM position q
                  JOIN product o ON o.id = q.product
                  WHERE q.account = p.account AND q.policy = 'block' AND q.used >= q.purchased
                    AND (o.kind = 'user'
                         OR EXISTS (SELECT 1
                                    FROM assignment s
                                    WHERE s.account = p.account AND s.employee = p.employee AND s.product = q.product)))
LIMIT 100;
