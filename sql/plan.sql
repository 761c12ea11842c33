-- What is planned. place is the order of one instant: last days, purchases, starts.

-- part plan
p.id, p.kind, p.employee, p.product, p.due_on, p.quantity, p.planned_by, p.planned_at, p.to_come, e.login, e.name,
       o.product_key, o.name, p.order_number

-- part plan_subjects
LEFT JOIN employee e ON e.account = p.account AND e.id = p.employee
LEFT JOIN product o ON o.id = p.product

-- plan_due(account:int, due_on:date, limit:int) -> id:int, kind, employee:int, product:int, due_on:date, quantity:int, planned_by, planned_at:time, to_come:int, login, name, product_key, product_name, order_number
-- What is carried out next of a day.
SELECT {{plan}}
FROM plan p
{{plan_subjects}}
WHERE p.account = :account AND p.to_come = 1 AND p.due_on = :due_on
ORDER BY p.place, p.id
LIMIT :limit;

-- plan_waiting(account:int, after_on:date, after:int, limit:int) -> id:int, kind, employee:int, product:int, due_on:date, quantity:int, planned_by, planned_at:time, to_come:int, login, name, product_key, product_name, order_number
-- Starts that wait for a licence, the oldest first.
SELECT {{plan}}
FROM plan p
{{plan_subjects}}
WHERE p.account = :account AND p.to_come = 0
  AND (p.due_on > :after_on OR (p.due_on = :after_on AND p.id > :after))
ORDER BY p.due_on, p.place, p.id
LIMIT :limit;

-- plans_of_employees(account:int, rows:text) -> id:int, kind, employee:int, product:int, due_on:date, quantity:int, planned_by, planned_at:time, to_come:int, login, name, product_key, product_name, order_number
-- Whoever is named twice has each plan once.
SELECT {{plan}}
FROM (SELECT DISTINCT id FROM :rows{id:int} s) r
CROSS JOIN plan p
{{plan_subjects}}
WHERE p.account = :account AND p.employee = r.id
ORDER BY p.employee, p.place;
-- pgsql
SELECT {{plan}}
FROM plan p
{{plan_subjects}}
WHERE p.account = :account AND p.employee IN :rows{int}
ORDER BY p.employee, p.place;

-- plans_to_buy(account:int, limit:int) -> id:int, kind, employee:int, product:int, due_on:date, quantity:int, planned_by, planned_at:time, to_come:int, login, name, product_key, product_name, order_number
SELECT {{plan}}
FROM plan p
{{plan_subjects}}
WHERE p.account = :account AND p.kind = 'buy'
ORDER BY p.product
LIMIT :limit;

-- plan_by_id(account:int, id:int) -> id:int, kind, employee:int, product:int, due_on:date, quantity:int, planned_by, planned_at:time, to_come:int, login, name, product_key, product_name, order_number
SELECT {{plan}}
FROM plan p
{{plan_subjects}}
WHERE p.account = :account AND p.id = :id;

-- The order is by the index, of which the days are a part: SQLite, once it has counted the rows, would find these days
-- first, and put all of an account's plans in order for a page of them.
-- part due_within
p.due_on BETWEEN :from AND :to
-- sqlite
+p.due_on BETWEEN :from AND :to

-- plan_page(account:int, to_come:int, due_on:date, place:int, after:int, from:date, to:date, limit:int) -> id:int, kind, employee:int, product:int, due_on:date, quantity:int, planned_by, planned_at:time, to_come:int, login, name, product_key, product_name, order_number
-- In the order in which they are carried out, those that wait before all others; from and to are days that plans are
-- due on.
SELECT {{plan}}
FROM plan p
{{plan_subjects}}
WHERE p.account = :account AND (p.to_come, p.due_on, p.place, p.id) > (:to_come, :due_on, :place, :after)
  AND {{due_within}}
ORDER BY p.to_come, p.due_on, p.place, p.id
LIMIT :limit;

-- plans_beyond(account:int, most:int) -> due_on:date, to_come:int, known:int
-- The first plan that a forecast of so many doesn't look at, and how many there are of earlier days; no row: it looks at
-- all. So nothing is read of plans whose day isn't told.
SELECT b.due_on, b.to_come,
       (SELECT COUNT(*)
        FROM (SELECT to_come, due_on
              FROM plan
              WHERE account = :account
              ORDER BY to_come, due_on, place, id
              LIMIT :most) k
        WHERE k.to_come < b.to_come OR k.due_on < b.due_on)
FROM (SELECT to_come, due_on
      FROM plan
      WHERE account = :account
      ORDER BY to_come, due_on, place, id
      LIMIT 1 OFFSET :most) b;

-- plans_ahead(account:int, limit:int) -> id:int, place:int, employee:int, product:int, due_on:date, quantity:int, to_come:int, active:int, service:int, protected:int, created_at:time, activated_at:time, deadline:time
-- What a forecast looks at, in the same order: no texts, and of an employee what marking asks for.
SELECT p.id, p.place, p.employee, p.product, p.due_on, p.quantity, p.to_come, e.active, e.service, e.protected,
       e.created_at, e.activated_at, e.deadline
FROM plan p
LEFT JOIN employee e ON e.account = p.account AND e.id = p.employee
WHERE p.account = :account
ORDER BY p.to_come, p.due_on, p.place, p.id
LIMIT :limit;

-- Writing ---------------------------------------------------------------------------------------------------------------

-- plan_insert(account:int, rows:text)
-- Reads the employees, so that they can only be this account's.
INSERT INTO plan (account, id, kind, place, employee, product, due_on, quantity, planned_by, planned_at, to_come,
                  order_number)
SELECT :account, r.id, r.kind, r.place, r.employee, r.product, r.due_on, r.quantity, r.planned_by, r.planned_at, 1,
       r.order_number
FROM :rows{id:int, kind:text, place:int, employee:int, product:int, due_on:text, quantity:int, planned_by:text,
           planned_at:time, order_number:text} r
WHERE r.employee = 0
   OR EXISTS (SELECT 1 FROM employee e WHERE e.account = :account AND e.id = r.employee);

-- plan_delete(account:int, rows:text)
DELETE FROM plan
WHERE account = :account AND id IN :rows{int};
-- mysql
DELETE p
FROM :rows{id:int} r
STRAIGHT_JOIN plan p ON p.account = :account AND p.id = r.id;

-- plan_wait(account:int, rows:text)
UPDATE plan
SET to_come = 0
WHERE account = :account AND id IN :rows{int};
-- mysql
UPDATE :rows{id:int} r
STRAIGHT_JOIN plan p ON p.account = :account AND p.id = r.id
SET p.to_come = 0;
