-- The first schema. Portable SQL; one statement ends at ";" at a line's end.
-- Instants are whole seconds since 1970 (BIGINT), dates ISO text, money minor units, flags 0 or 1.
-- But for the reference tables (product, price, setting, lease, schema_version) every key begins with the account.

CREATE TABLE schema_version (
  version INTEGER NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL
);

CREATE TABLE setting (
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  value VARCHAR(200) NOT NULL
);

CREATE TABLE product (
  id BIGINT NOT NULL PRIMARY KEY,
  product_key VARCHAR(40) NOT NULL UNIQUE,
  kind VARCHAR(12) NOT NULL,
  name VARCHAR(100) NOT NULL
);

CREATE TABLE price (
  product BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  valid_from VARCHAR(10) NOT NULL,
  per_month BIGINT NOT NULL,
  PRIMARY KEY (product, currency, valid_from)
);

-- The account row is the account's lock: a unit's first statement updates it. It also holds the counters from which
-- employees, log entries, outbox rows and invoices are numbered, so that commit order is number order.
CREATE TABLE account (
  id BIGINT NOT NULL PRIMARY KEY,
  account_key VARCHAR(40) NOT NULL UNIQUE,
  name VARCHAR(100) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  locale VARCHAR(20) NOT NULL,
  timezone VARCHAR(60) NOT NULL,
  months INTEGER NOT NULL,
  anchor VARCHAR(10) NOT NULL,
  vat INTEGER NOT NULL,
  billing VARCHAR(254) NOT NULL,
  ceiling BIGINT NOT NULL,
  legal_name VARCHAR(100) NOT NULL,
  address VARCHAR(200) NOT NULL,
  country VARCHAR(2) NOT NULL,
  vat_id VARCHAR(20) NOT NULL,
  state VARCHAR(10) NOT NULL,
  bucket INTEGER NOT NULL,
  period INTEGER NOT NULL,
  period_start VARCHAR(10) NOT NULL,
  period_end VARCHAR(10) NOT NULL,
  period_end_at BIGINT,
  last_at BIGINT,
  told_until BIGINT,
  next_due BIGINT,
  revision BIGINT NOT NULL,
  last_employee BIGINT NOT NULL,
  last_assignment BIGINT NOT NULL,
  last_log BIGINT NOT NULL,
  last_outbox BIGINT NOT NULL,
  last_invoice BIGINT NOT NULL,
  invoice_year INTEGER NOT NULL
);
CREATE INDEX account_due ON account (next_due, bucket);

-- `used` is a counter kept by apply in the same transaction as what it counts; the audit compares. few -1: the
-- rule's own threshold.
CREATE TABLE position (
  account BIGINT NOT NULL,
  product BIGINT NOT NULL,
  purchased BIGINT NOT NULL,
  next_quantity BIGINT NOT NULL,
  used BIGINT NOT NULL,
  few BIGINT NOT NULL,
  PRIMARY KEY (account, product)
);

CREATE TABLE employee (
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  login VARCHAR(64) NOT NULL,
  name VARCHAR(100) NOT NULL,
  initials VARCHAR(10) NOT NULL,
  email VARCHAR(254) NOT NULL,
  search VARCHAR(500) NOT NULL,
  active INTEGER NOT NULL,
  service INTEGER NOT NULL,
  protected INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  activated_at BIGINT,
  deadline BIGINT,
  PRIMARY KEY (account, id),
  UNIQUE (account, login)
);
CREATE INDEX employee_login ON employee (login, account);
CREATE INDEX employee_order ON employee (account, active, service, protected, activated_at DESC, created_at DESC, id DESC);
CREATE INDEX employee_deadline ON employee (account, deadline, id);
CREATE INDEX employee_name ON employee (account, name, id);

-- `counts` is 1 while the holder is active; `since` is the later of given and the holder's activation.
CREATE TABLE assignment (
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  employee BIGINT NOT NULL,
  product BIGINT NOT NULL,
  assigned_at BIGINT NOT NULL,
  since BIGINT NOT NULL,
  counts INTEGER NOT NULL,
  deadline BIGINT,
  PRIMARY KEY (account, id),
  UNIQUE (account, employee, product)
);
CREATE INDEX assignment_order ON assignment (account, product, counts, since DESC, id DESC);
CREATE INDEX assignment_deadline ON assignment (account, deadline, id);

CREATE TABLE role (
  account BIGINT NOT NULL,
  role_key VARCHAR(40) NOT NULL,
  name VARCHAR(100) NOT NULL,
  PRIMARY KEY (account, role_key)
);

CREATE TABLE role_right (
  account BIGINT NOT NULL,
  role_key VARCHAR(40) NOT NULL,
  right_key VARCHAR(40) NOT NULL,
  PRIMARY KEY (account, role_key, right_key)
);

CREATE TABLE employee_role (
  account BIGINT NOT NULL,
  employee BIGINT NOT NULL,
  role_key VARCHAR(40) NOT NULL,
  PRIMARY KEY (account, employee, role_key)
);
CREATE INDEX employee_role_role ON employee_role (account, role_key, employee);

CREATE TABLE invoice (
  account BIGINT NOT NULL,
  number VARCHAR(60) NOT NULL,
  id BIGINT NOT NULL,
  issued VARCHAR(10) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  paid_from VARCHAR(10) NOT NULL,
  paid_to VARCHAR(10) NOT NULL,
  net BIGINT NOT NULL,
  vat BIGINT NOT NULL,
  total BIGINT NOT NULL,
  vat_rate INTEGER NOT NULL,
  currency VARCHAR(3) NOT NULL,
  PRIMARY KEY (account, id),
  UNIQUE (account, number)
);

CREATE TABLE invoice_line (
  account BIGINT NOT NULL,
  invoice BIGINT NOT NULL,
  line INTEGER NOT NULL,
  product BIGINT NOT NULL,
  name VARCHAR(100) NOT NULL,
  quantity BIGINT NOT NULL,
  price BIGINT NOT NULL,
  days INTEGER NOT NULL,
  period_days INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (account, invoice, line)
);

-- The action log. `event` is the id of the first row of the same operation.
CREATE TABLE journal (
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  event BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor VARCHAR(64) NOT NULL,
  action VARCHAR(20) NOT NULL,
  product VARCHAR(40),
  object VARCHAR(100) NOT NULL,
  name VARCHAR(200) NOT NULL,
  old_state VARCHAR(100) NOT NULL,
  new_state VARCHAR(100) NOT NULL,
  deadline BIGINT,
  amount BIGINT,
  currency VARCHAR(3),
  invoice VARCHAR(60),
  PRIMARY KEY (account, id)
);
CREATE INDEX journal_object ON journal (account, object, id);
CREATE INDEX journal_event ON journal (account, event, id);

-- One row per event and address. state: waiting, sent, parked. attempts: tries so far; refused: those that were refused
-- for good.
CREATE TABLE outbox (
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  event BIGINT NOT NULL,
  kind VARCHAR(20) NOT NULL,
  address VARCHAR(254) NOT NULL,
  language VARCHAR(20) NOT NULL,
  rows_told BIGINT NOT NULL,
  state VARCHAR(10) NOT NULL,
  bucket INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  next_try BIGINT NOT NULL,
  claimed_by VARCHAR(80) NOT NULL,
  claimed_until BIGINT NOT NULL,
  last_error VARCHAR(200) NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  PRIMARY KEY (account, id)
);
CREATE UNIQUE INDEX outbox_event ON outbox (account, event, address);
CREATE INDEX outbox_waiting ON outbox (state, next_try, account, id);

-- Highest of the day, and the values that the day ended with so far, which later days without a row carry on.
CREATE TABLE usage_day (
  account BIGINT NOT NULL,
  product BIGINT NOT NULL,
  usage_date VARCHAR(10) NOT NULL,
  purchased BIGINT NOT NULL,
  used BIGINT NOT NULL,
  last_purchased BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  PRIMARY KEY (account, product, usage_date)
);

CREATE TABLE request (
  account BIGINT NOT NULL,
  request_key VARCHAR(200) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  answer VARCHAR(2000) NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account, request_key)
);
CREATE INDEX request_at ON request (account, at);

-- Who does the timer's work; times are the database's own.
CREATE TABLE lease (
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  holder VARCHAR(80) NOT NULL,
  token BIGINT NOT NULL,
  beat BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
