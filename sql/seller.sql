-- Who sells, and the tax category of buyers by their country.

-- seller_current() -> id:int, name, vat_id, registration, address, country, email, iban, bic, electronic_address, payment_days:int
SELECT id, name, vat_id, registration, address, country, email, iban, bic, electronic_address, payment_days
FROM seller
ORDER BY id DESC
LIMIT 1;

-- seller_insert(id:int, name:text, vat_id:text, registration:text, address:text, country:text, email:text, iban:text, bic:text, electronic_address:text, payment_days:int)
INSERT INTO seller (id, name, vat_id, registration, address, country, email, iban, bic, electronic_address, payment_days)
VALUES (:id, :name, :vat_id, :registration, :address, :country, :email, :iban, :bic, :electronic_address, :payment_days);

-- seller_taxes(limit:int) -> country, category, reason
SELECT country, category, reason
FROM seller_tax
ORDER BY country
LIMIT :limit;

-- seller_tax_delete(country:text)
DELETE FROM seller_tax
WHERE country = :country;

-- seller_tax_insert(country:text, category:text, reason:text)
INSERT INTO seller_tax (country, category, reason)
VALUES (:country, :category, :reason);

-- buyers_lacking(first:text, last:text, limit:int) -> account_key:text, country:text
-- The accounts, by key from first to last, to which there can't be electronic invoices: no country, or no VAT id where
-- the reverse charge needs one.
SELECT a.account_key, a.country
FROM account a
LEFT JOIN seller_tax t ON t.country = a.country
WHERE a.account_key BETWEEN :first AND :last AND a.state <> 'closed'
  AND (a.country = '' OR (t.category = 'AE' AND a.vat_id = ''))
ORDER BY a.account_key
LIMIT :limit;
