-- A credit note says which invoice it takes back; an invoice is credited once.
ALTER TABLE invoice ADD COLUMN credits VARCHAR(60);
CREATE UNIQUE INDEX invoice_credits ON invoice (account, credits);

-- The language that an employee has chosen for pages and mails, of those that there are texts in; NULL: the account's.
ALTER TABLE employee ADD COLUMN language VARCHAR(8);

-- What happens when no licence of a product is free; cap is of the policy buy, NULL: none of its own.
ALTER TABLE position ADD COLUMN policy VARCHAR(8) NOT NULL DEFAULT 'grace';
ALTER TABLE position ADD COLUMN cap BIGINT;

-- Who sells, one row for each time that it was set (the highest id is in force): none is ever changed, so an invoice
-- keeps the one of its day.
CREATE TABLE seller (
  id BIGINT NOT NULL PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  vat_id VARCHAR(20) NOT NULL,
  registration VARCHAR(40) NOT NULL,
  address VARCHAR(200) NOT NULL,
  country VARCHAR(2) NOT NULL,
  email VARCHAR(254) NOT NULL,
  iban VARCHAR(34) NOT NULL,
  bic VARCHAR(11) NOT NULL,
  electronic_address VARCHAR(60) NOT NULL,
  payment_days INTEGER NOT NULL
);

-- The tax category of buyers in a country, where it isn't the account's rate (S).
CREATE TABLE seller_tax (
  country VARCHAR(2) NOT NULL PRIMARY KEY,
  category VARCHAR(2) NOT NULL,
  reason VARCHAR(200) NOT NULL
);

ALTER TABLE account ADD COLUMN electronic_address VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN order_number VARCHAR(60) NOT NULL DEFAULT '';
-- 1: invoices are attached, as UBL, to the mails that tell of them to the billing address.
ALTER TABLE account ADD COLUMN attach_ubl INTEGER NOT NULL DEFAULT 0;

-- What was true on the day of the invoice. seller 0: there was none yet, and the first that was set is meant.
ALTER TABLE invoice ADD COLUMN seller BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN buyer_name VARCHAR(100) NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN buyer_address VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN buyer_country VARCHAR(2) NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN buyer_vat_id VARCHAR(20) NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN buyer_electronic_address VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN tax_category VARCHAR(2) NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN tax_reason VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN order_number VARCHAR(60) NOT NULL DEFAULT '';

-- Of invoices from before, what is known: the buyer as it is now, and the rate.
UPDATE invoice
SET buyer_name = (SELECT CASE WHEN a.legal_name <> '' THEN a.legal_name ELSE a.name END
                  FROM account a WHERE a.id = invoice.account),
    buyer_address = (SELECT a.address FROM account a WHERE a.id = invoice.account),
    buyer_country = (SELECT a.country FROM account a WHERE a.id = invoice.account),
    buyer_vat_id = (SELECT a.vat_id FROM account a WHERE a.id = invoice.account),
    tax_category = CASE WHEN vat_rate > 0 THEN 'S' ELSE 'Z' END;

-- What is to happen on a day. kind: leave, buy, start, and place says the same as a number: the order of one instant.
-- employee 0: it buys a product; product 0: an employee starts or leaves. due_on is the local date that it is carried
-- out at the start of: the day after an employee's last. to_come 0: a start that waits for a licence. order_number: the
-- buyer's, of what is bought; NULL: the account's standing one.
CREATE TABLE plan (
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind VARCHAR(8) NOT NULL,
  place INTEGER NOT NULL,
  employee BIGINT NOT NULL,
  product BIGINT NOT NULL,
  due_on VARCHAR(10) NOT NULL,
  quantity BIGINT NOT NULL,
  planned_by VARCHAR(64) NOT NULL,
  planned_at BIGINT NOT NULL,
  to_come INTEGER NOT NULL,
  order_number VARCHAR(60),
  PRIMARY KEY (account, id)
);
CREATE UNIQUE INDEX plan_subject ON plan (account, kind, employee, product);
CREATE INDEX plan_employee ON plan (account, employee, kind);
CREATE INDEX plan_due ON plan (account, to_come, due_on, place, id);
ALTER TABLE account ADD COLUMN last_plan BIGINT NOT NULL DEFAULT 0;

-- Of what was planned: whose plan it was.
ALTER TABLE journal ADD COLUMN planned_by VARCHAR(64);
