-- More of the "always true" list (sql/audit.sql): what keeps an account from being renewed, and the sums of
-- invoices.

-- audit_held(account_from:int, account_to:int, overdue:time) -> account:text, what:text, object:text, expected:text, found:text
-- Who looked at it last has put it off, as it can't be reckoned.
SELECT account_key, 'the period is over', period_end, 'renewed', 'not renewed'
FROM account
WHERE id BETWEEN :account_from AND :account_to AND state <> 'closed' AND period_end_at < :overdue
  AND next_due > period_end_at
LIMIT 100;

-- audit_bounds(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- What an older database holds beyond the bounds of mod_licences/core/limits.h, within which every renewal can be reckoned.
SELECT a.account_key, b.what, b.object, b.expected, CAST(b.found AS CHAR(20))
FROM (SELECT c.id AS account, 'price a month' AS what,
             REPLACE(REPLACE('#/@', '#', p.product_key), '@', r.valid_from) AS object,
             '0 to 1000000000' AS expected, r.per_month AS found
      FROM price r
      JOIN product p ON p.id = r.product
      JOIN account c ON c.currency = r.currency
      WHERE c.id BETWEEN :account_from AND :account_to AND (r.per_month < 0 OR r.per_month > 1000000000)
      UNION ALL
      SELECT id, 'highest total', 'account', '1 to 10000000', ceiling
      FROM account
      WHERE id BETWEEN :account_from AND :account_to AND (ceiling < 1 OR ceiling > 10000000)
      UNION ALL
      SELECT id, 'VAT in hundredths', 'account', '0 to 10000', vat
      FROM account
      WHERE id BETWEEN :account_from AND :account_to AND (vat < 0 OR vat > 10000)
      UNION ALL
      SELECT id, 'months', 'account', '1, 3, 6 or 12', months
      FROM account
      WHERE id BETWEEN :account_from AND :account_to AND months NOT IN (1, 3, 6, 12)
      UNION ALL
      SELECT q.account, 'purchased', p.product_key, '0 to 10000000', q.purchased
      FROM position q
      JOIN product p ON p.id = q.product
      WHERE q.account BETWEEN :account_from AND :account_to AND (q.purchased < 0 OR q.purchased > 10000000)
      UNION ALL
      SELECT account, 'purchased of all products', 'account', '0 to 380000000', SUM(purchased)
      FROM position
      WHERE account BETWEEN :account_from AND :account_to
      GROUP BY account
      HAVING SUM(purchased) > 380000000) b
JOIN account a ON a.id = b.account
LIMIT 100;

-- audit_invoice_totals(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
SELECT a.account_key, t.what, t.number, t.expected, t.found
FROM (SELECT i.account, i.number, 'net is not the sum of the lines' AS what, SUM(COALESCE(l.amount, 0)) AS expected,
             i.net AS found
      FROM invoice i
      LEFT JOIN invoice_line l ON l.account = i.account AND l.invoice = i.id
      WHERE i.account BETWEEN :account_from AND :account_to
      GROUP BY i.account, i.number, i.net
      HAVING COUNT(l.line) = 0 OR SUM(COALESCE(l.amount, 0)) <> i.net
      UNION ALL
      SELECT account, number, 'total is not net and VAT', net + vat, total
      FROM invoice
      WHERE account BETWEEN :account_from AND :account_to AND total <> net + vat) t
JOIN account a ON a.id = t.account
LIMIT 100;

-- audit_invoice_tax(account_from:int, account_to:int) -> account:text, what:text, object:text, expected:text, found:text
-- Reckoned by ten thousands and the rest, as the product of both may be more than 64 bits hold.
SELECT a.account_key, t.what, t.number, t.expected, t.found
FROM (SELECT account, number, 'VAT is not the rate of net' AS what, vat_rate AS expected, vat AS found
      FROM invoice
      WHERE account BETWEEN :account_from AND :account_to
        AND ABS(vat - (net - net % 10000) / 10000 * vat_rate - (net % 10000) * vat_rate / 10000.0) > 0.5001
      UNION ALL
      SELECT account, number, 'VAT of a category without any', 0, vat
      FROM invoice
      WHERE account BETWEEN :account_from AND :account_to AND vat <> 0 AND tax_category IN ('AE', 'Z', 'E')) t
JOIN account a ON a.id = t.account
LIMIT 100;
