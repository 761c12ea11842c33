-- What a product's last purchase was, for taking it back.

-- undo_last(account:int, object:text) -> event:int, at:time, action:text, actor:text
-- The last entry that changed the quantity: notices of a renewal name it as well, and change nothing.
SELECT event, at, action, actor
FROM journal
WHERE account = :account AND object = :object AND old_state <> new_state
ORDER BY id DESC
LIMIT 1;

-- undo_rows(account:int, event:int, limit:int) -> object:text, old_state:text, invoice:text, changed:int
-- What else the purchase bought, and whether something has changed that since.
SELECT j.object, j.old_state, j.invoice,
       CASE WHEN EXISTS (SELECT 1
                         FROM journal k
                         WHERE k.account = j.account AND k.object = j.object AND k.id > j.id
                           AND k.old_state <> k.new_state) THEN 1 ELSE 0 END
FROM journal j
WHERE j.account = :account AND j.event = :event AND j.invoice IS NOT NULL
ORDER BY j.id
LIMIT :limit;

-- invoice_by_number(account:int, number:text) -> id:int, issued:date, kind:text, paid_from:date, paid_to:date, net:int, vat:int, total:int, vat_rate:int, currency:text, seller:int, buyer_name:text, buyer_address:text, buyer_country:text, buyer_vat_id:text, buyer_electronic_address:text, tax_category:text, tax_reason:text, order_number:text
SELECT id, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency, seller, buyer_name, buyer_address,
       buyer_country, buyer_vat_id, buyer_electronic_address, tax_category, tax_reason, order_number
FROM invoice
WHERE account = :account AND number = :number;

-- invoice_lines(account:int, invoice:int, limit:int) -> product:int, name:text, quantity:int, price:int, days:int, period_days:int, amount:int
SELECT product, name, quantity, price, days, period_days, amount
FROM invoice_line
WHERE account = :account AND invoice = :invoice
ORDER BY line
LIMIT :limit;
