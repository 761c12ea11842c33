-- The sample account that documents are read from, as of 2026-11-24T10:00:00Z: two employees and one add-on licence too many,
-- scale-downs that wait for December, an invoice of today. A second account has rows of its own that must never show.
INSERT INTO product (id, product_key, kind, name) VALUES (1, 'standard', 'user', 'Standard licence');
INSERT INTO product (id, product_key, kind, name) VALUES (2, 'business-central', 'bundled', 'Business Central');
INSERT INTO product (id, product_key, kind, name) VALUES (3, 'nav', 'bundled', 'NAV');
INSERT INTO product (id, product_key, kind, name) VALUES (4, 'resource-planner', 'bundled', 'Resource planner');
INSERT INTO product (id, product_key, kind, name) VALUES (5, 'outlook', 'addon', 'Microsoft Outlook');
INSERT INTO product (id, product_key, kind, name) VALUES (6, 'crm', 'addon', 'TimeLog CRM');
INSERT INTO product (id, product_key, kind, name) VALUES (7, 'expenses', 'addon', 'Travel and expenses');
INSERT INTO product (id, product_key, kind, name) VALUES (8, 'business-central-link', 'integration', 'Business Central');
INSERT INTO product (id, product_key, kind, name) VALUES (9, 'visma-admin-link', 'integration', 'Visma Admin');
INSERT INTO product (id, product_key, kind, name) VALUES (10, 'sage-link', 'integration', 'Sage');

INSERT INTO price (product, currency, valid_from, per_month) VALUES (1, 'DKK', '2026-01-01', 24900);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (1, 'DKK', '2027-01-01', 25900);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (1, 'EUR', '2026-01-01', 3350);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (2, 'DKK', '2026-01-01', 4900);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (3, 'DKK', '2026-01-01', 3900);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (4, 'DKK', '2026-01-01', 0);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (5, 'DKK', '2026-01-01', 2900);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (6, 'DKK', '2026-01-01', 9900);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (8, 'DKK', '2026-01-01', 79500);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (9, 'DKK', '2026-01-01', 59500);
INSERT INTO price (product, currency, valid_from, per_month) VALUES (10, 'EUR', '2026-01-01', 9900);

INSERT INTO account (id, account_key, name, currency, locale, timezone, months, anchor, vat, billing, ceiling, legal_name, address, country, vat_id, state, bucket, period, period_start, period_end, period_end_at, last_at, told_until, next_due, revision, last_employee, last_assignment, last_log, last_outbox, last_invoice, invoice_year) VALUES (1, 'acme', 'Acme A/S', 'DKK', 'da-DK', 'Europe/Copenhagen', 1, '2026-07-01', 2500, 'bogholderi@acme.example', 1000000, 'Acme Holding A/S', 'Havnegade 12, 8000 Aarhus C', 'DK', 'DK12345678', 'open', 3, 4, '2026-11-01', '2026-12-01', 1796079600, 1795514400, 1795514400, 1795766400, 418, 7, 7, 117, 20, 3, 2026);
INSERT INTO account (id, account_key, name, currency, locale, timezone, months, anchor, vat, billing, ceiling, legal_name, address, country, vat_id, state, bucket, period, period_start, period_end, period_end_at, last_at, told_until, next_due, revision, last_employee, last_assignment, last_log, last_outbox, last_invoice, invoice_year) VALUES (2, 'globex', 'Globex & Søn <Ltd>', 'EUR', 'en-GB', 'Europe/Dublin', 3, '2026-05-15', 2300, 'accounts@globex.example', 500, '', '', '', '', 'closing', 5, 2, '2026-11-15', '2027-02-15', 1802649600, 1795168800, 1795168800, 1802649600, 7, 1, 0, 3, 0, 1, 2026);

INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (1, 1, 25, 20, 27, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (1, 2, 25, 20, 27, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (1, 4, 25, 20, 27, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (1, 5, 8, 8, 9, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (1, 6, 10, 10, 8, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (1, 8, 1, 1, 1, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (1, 9, 1, 0, 1, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (2, 1, 10, 10, 1, -1);
INSERT INTO position (account, product, purchased, next_quantity, used, few) VALUES (2, 6, 3, 3, 0, -1);

INSERT INTO role (account, role_key, name) VALUES (1, 'admin', 'admin');
INSERT INTO role (account, role_key, name) VALUES (1, 'keeper', 'keeper');
INSERT INTO role (account, role_key, name) VALUES (1, 'program', 'Løn & <program>');
INSERT INTO role (account, role_key, name) VALUES (2, 'viewer', 'viewer');
INSERT INTO role_right (account, role_key, right_key) VALUES (1, 'admin', 'my-account');
INSERT INTO role_right (account, role_key, right_key) VALUES (1, 'admin', 'roles');
INSERT INTO role_right (account, role_key, right_key) VALUES (1, 'keeper', 'roles');
INSERT INTO role_right (account, role_key, right_key) VALUES (1, 'program', 'partner');
INSERT INTO employee_role (account, employee, role_key) VALUES (1, 1, 'admin');
INSERT INTO employee_role (account, employee, role_key) VALUES (1, 3, 'admin');
INSERT INTO employee_role (account, employee, role_key) VALUES (1, 3, 'keeper');
INSERT INTO employee_role (account, employee, role_key) VALUES (1, 2, 'program');
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (1, 1, 'anna', 'Anna Lindegaard', 'ALI', 'anna@acme.example', 'anna anna lindegaard ali anna@acme.example', 1, 0, 1, 1782885600, 1782885600, NULL);
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (1, 2, 'partner', 'Lønsystem', 'LON', 'partner@acme.example', 'partner lonsystem lon partner@acme.example', 1, 1, 0, 1782885780, 1782885780, NULL);
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (1, 3, 'uja', '''=Ulla "Kaj" Jakobsen; privat, ja', 'UJA', 'uja@acme.example', 'uja ulla "kaj" jakobsen; privat, ja uja@acme.example', 0, 0, 0, 1783330020, 1783330020, NULL);
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (1, 4, 'eho', 'Emma Howard', 'EHO', 'eho@acme.example', 'eho emma howard eho@acme.example', 1, 0, 0, 1783330200, 1783330200, NULL);
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (1, 5, 'mki', 'Mette Kirk', 'MKI', 'mki@acme.example', 'mki mette kirk mki@acme.example', 1, 0, 0, 1795252364, 1795252364, 1795857164);
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (1, 6, 'mki2', 'Mette Kirk', 'MKK', 'mki2@acme.example', 'mki2 mette kirk mkk mki2@acme.example', 1, 0, 0, 1785740400, 1785740400, NULL);
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (1, 7, 'tsø', 'Tage Sørensen', 'TSØ', 'ts@acme.example', 'tso tage sorensen ts@acme.example', 1, 0, 0, 1795356002, 1795356002, 1795960802);
INSERT INTO employee (account, id, login, name, initials, email, search, active, service, protected, created_at, activated_at, deadline) VALUES (2, 1, 'gitte', 'Gitte Bannister', 'GBA', 'gitte@globex.example', 'gitte gitte bannister', 1, 0, 0, 1778824800, 1778824800, NULL);

INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline) VALUES (1, 1, 1, 5, 1783591200, 1783591200, 1, NULL);
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline) VALUES (1, 2, 1, 6, 1783593000, 1783593000, 1, NULL);
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline) VALUES (1, 3, 3, 5, 1783591200, 1783591200, 0, NULL);
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline) VALUES (1, 4, 5, 6, 1795255200, 1795255200, 1, NULL);
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline) VALUES (1, 5, 4, 5, 1795248000, 1795248000, 1, 1795852800);
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline) VALUES (1, 6, 6, 6, 1788260400, 1788260400, 1, NULL);
INSERT INTO assignment (account, id, employee, product, assigned_at, since, counts, deadline) VALUES (1, 7, 5, 5, 1795244400, 1795244400, 1, NULL);

INSERT INTO seller (id, name, vat_id, registration, address, country, email, iban, bic, electronic_address, payment_days) VALUES (1, 'Seatbase ApS', 'DK12345674', '12345674', 'Testvej 1, 2. sal
2100 København Ø', 'DK', 'invoices@seatbase.example', 'DK5000400440116243', 'DABADKKK', '0184:DK12345674', 14);

INSERT INTO invoice (account, id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency, seller, buyer_name, buyer_address, buyer_country, buyer_vat_id, buyer_electronic_address, tax_category, order_number) VALUES (1, 1, 'ACME-2026-0005', '2026-10-01', 'renewal', '2026-10-01', '2026-11-01', 622500, 155625, 778125, 2500, 'DKK', 1, 'Acme Holding A/S', 'Havnegade 12
8000 Aarhus C', 'DK', 'DK12345678', '0088:5790000000012', 'S', '=PO <7781> & "7"');
INSERT INTO invoice (account, id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency, seller, buyer_name, buyer_address, buyer_country, buyer_vat_id, buyer_electronic_address, tax_category, order_number) VALUES (1, 2, 'ACME-2026-0006', '2026-11-01', 'renewal', '2026-11-01', '2026-12-01', 847700, 211925, 1059625, 2500, 'DKK', 1, 'Acme Holding A/S', 'Havnegade 12
8000 Aarhus C', 'DK', 'DK12345678', '0088:5790000000012', 'S', '=PO <7781> & "7"');
INSERT INTO invoice (account, id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency, seller, buyer_name, buyer_address, buyer_country, buyer_vat_id, buyer_electronic_address, tax_category, order_number) VALUES (1, 3, 'ACME-2026-0007', '2026-11-24', 'purchase', '2026-11-24', '2026-12-01', 4620, 1155, 5775, 2500, 'DKK', 1, 'Acme Holding A/S', 'Havnegade 12
8000 Aarhus C', 'DK', 'DK12345678', '0088:5790000000012', 'S', '=PO <7781> & "7"');
INSERT INTO invoice (account, id, number, issued, kind, paid_from, paid_to, net, vat, total, vat_rate, currency) VALUES (2, 1, 'GLOBEX-2026-0001', '2026-11-15', 'renewal', '2026-11-15', '2027-02-15', 100500, 23115, 123615, 2300, 'EUR');

INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (1, 1, 1, 1, 'Standard licence', 25, 24900, 31, 31, 622500);
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (1, 2, 1, 1, 'Standard licence', 25, 24900, 30, 30, 622500);
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (1, 2, 2, 2, 'Business Central', 25, 4900, 30, 30, 122500);
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (1, 2, 3, 4, 'Resource planner', 25, 0, 30, 30, 0);
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (1, 2, 4, 5, 'Microsoft Outlook', 8, 2900, 30, 30, 23200);
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (1, 2, 5, 8, 'Business Central', 1, 79500, 30, 30, 79500);
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (1, 3, 1, 6, 'TimeLog CRM', 2, 9900, 7, 30, 4620);
INSERT INTO invoice_line (account, invoice, line, product, name, quantity, price, days, period_days, amount) VALUES (2, 1, 1, 1, 'Standard licence', 10, 10050, 92, 92, 100500);

INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 109, 109, 1793181600, 'system', 'few-left', 'crm', 'crm/few', 'TimeLog CRM', '', '', NULL, 2, NULL, NULL);
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 110, 110, 1793487600, 'system', 'renewed', NULL, 'account', 'Acme A/S', '2026-10-01', '2026-11-01', NULL, 847700, 'DKK', 'ACME-2026-0006');
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 111, 111, 1793869200, '=HYPERLINK("http://x")', 'assigned', 'outlook', 'employee/4/outlook', 'Emma Howard', '', 'assigned', NULL, NULL, NULL, NULL);
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 112, 112, 1794308400, 'operator', 'scaled-down', 'visma-admin-link', 'visma-admin-link', 'Visma Admin', '1', '1/0', NULL, NULL, NULL, NULL);
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 113, 113, 1795162500, 'bo', 'refused', NULL, '/products/standard', '', '', 'my-account', NULL, NULL, NULL, NULL);
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 114, 114, 1795356002, 'anna', 'created', NULL, 'employee/7', 'Tage Sørensen', '', 'active', NULL, NULL, NULL, NULL);
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 115, 115, 1795356002, 'anna', 'marked', 'standard', 'employee/7', 'Tage Sørensen', 'active', 'active', 1795960802, NULL, NULL, NULL);
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 116, 116, 1795474799, 'anna', 'scaled-down', 'crm', 'crm', 'TimeLog CRM', '8', '8/6', NULL, NULL, NULL, NULL);
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (1, 117, 117, 1795514400, 'anna', 'bought', 'crm', 'crm', 'TimeLog CRM', '8/6', '10', NULL, 4620, 'DKK', 'ACME-2026-0007');
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice) VALUES (2, 3, 3, 1795168800, 'operator', 'closing', NULL, 'account/state', 'Globex Ltd', 'open', 'closing', NULL, NULL, NULL, NULL);

INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 1, '2026-07-01', 20, 2, 20, 2);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 1, '2026-07-06', 20, 5, 20, 4);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 1, '2026-08-03', 25, 5, 25, 5);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 1, '2026-10-12', 25, 24, 25, 24);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 1, '2026-11-21', 25, 28, 25, 26);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 1, '2026-11-22', 25, 27, 25, 27);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 2, '2026-08-03', 25, 5, 25, 5);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 2, '2026-10-12', 25, 24, 25, 24);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 2, '2026-11-21', 25, 28, 25, 26);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 2, '2026-11-22', 25, 27, 25, 27);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 5, '2026-07-09', 8, 8, 8, 8);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 5, '2026-11-21', 8, 9, 8, 9);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 6, '2026-07-09', 8, 2, 8, 2);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 6, '2026-11-20', 8, 8, 8, 8);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 6, '2026-11-24', 10, 8, 10, 8);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (1, 9, '2026-11-19', 1, 1, 1, 1);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (2, 1, '2026-05-15', 10, 1, 10, 1);
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used) VALUES (2, 6, '2026-05-15', 3, 0, 3, 0);
