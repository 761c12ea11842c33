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
