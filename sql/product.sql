-- Products and their prices: reference tables, the same for every account.

-- product_find(key:text) -> id:int
SELECT id
FROM product
WHERE product_key = :key;

-- product_of_kind(kind:text) -> product_key:text
SELECT product_key
FROM product
WHERE kind = :kind
ORDER BY id
LIMIT 1;

-- product_highest() -> id:int
SELECT COALESCE(MAX(id), 0)
FROM product;

-- product_count() -> products:int
SELECT COUNT(*)
FROM product;

-- product_list() -> id:int, product_key, kind, name
SELECT id, product_key, kind, name
FROM product
ORDER BY id;

-- product_rename(name:text, key:text)
UPDATE product
SET name = :name
WHERE product_key = :key;

-- product_insert(id:int, key:text, kind:text, name:text)
INSERT INTO product (id, product_key, kind, name)
VALUES (:id, :key, :kind, :name);

-- price_any(product:text, currency:text) -> valid_from:date
-- Whether there is one.
SELECT c.valid_from
FROM product p
JOIN price c ON c.product = p.id
WHERE p.product_key = :product AND c.currency = :currency
LIMIT 1;

-- price_find(product:int, currency:text, from:date) -> per_month:int
SELECT per_month
FROM price
WHERE product = :product AND currency = :currency AND valid_from = :from;

-- price_count(currency:text) -> prices:int
SELECT COUNT(*)
FROM price
WHERE currency = :currency;

-- price_list(product:int) -> currency, valid_from:date, per_month:int
SELECT currency, valid_from, per_month
FROM price
WHERE product = :product
ORDER BY currency, valid_from;

-- price_delete(product:int, currency:text, from:date)
DELETE FROM price
WHERE product = :product AND currency = :currency AND valid_from = :from;

-- price_insert(product:int, currency:text, from:date, per_month:int)
INSERT INTO price (product, currency, valid_from, per_month)
VALUES (:product, :currency, :from, :per_month);
