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
