-- Lists that are searched and sorted: employees, and add-on licences with their holders. One account each, and bounded.
--
-- A page is read in one of two ways (view/listing.c). Walking: along the index of its order, leaving out what doesn't fit;
-- quick where much fits. Drawing: what an index of the search finds, few rows, put in order afterwards. Both go on after
-- a place in the order: its text, its number, and the row's id.

-- What is read of an add-on licence.
-- part held
a.id, a.employee, e.login, e.name, e.initials, e.email, e.active, a.product, a.assigned_at, a.deadline, e.search

-- and of an employee.
-- part person
e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at, e.deadline,
e.search

-- One word in its two spellings, "" is everybody.
-- part fits
(:pattern = '' OR e.search LIKE :pattern ESCAPE '!' OR e.search LIKE :other ESCAPE '!')

-- part status
(:active = 2 OR e.active = :active) AND (:marked = 0 OR e.deadline > 0)

-- Employees that the index of words finds: on SQLite by the words' three-letter parts, elsewhere by two words, each in two
-- spellings. most keeps PostgreSQL from expecting many.
-- part found
SELECT rowid - :account * 1099511627776 AS employee
FROM employee_search
WHERE employee_search MATCH CASE :match WHEN '' THEN '""' ELSE :match END
  AND rowid > :account * 1099511627776 AND rowid < (:account + 1) * 1099511627776
-- pgsql
SELECT employee
FROM employee_search
WHERE :match <> '' AND account = :account
  AND (search LIKE :a1 ESCAPE '!' OR search LIKE :b1 ESCAPE '!')
  AND (search LIKE :a2 ESCAPE '!' OR search LIKE :b2 ESCAPE '!')
LIMIT :most
-- mysql
SELECT employee
FROM employee_search
WHERE :match <> '' AND account = :account
  AND (search LIKE :a1 ESCAPE '!' OR search LIKE :b1 ESCAPE '!')
  AND (search LIKE :a2 ESCAPE '!' OR search LIKE :b2 ESCAPE '!')

-- What any of the searches finds, as ids of add-on licences; a row may come twice.
-- part found_held
SELECT s.id
FROM (SELECT * FROM ({{found}}) AS w) AS h CROSS JOIN assignment s
WHERE s.account = :account AND s.employee = h.employee
UNION ALL
SELECT s.id FROM assignment s WHERE s.account = :account AND s.product IN (:p1, :p2, :p3)
UNION ALL
SELECT s.id FROM assignment s WHERE s.account = :account AND s.assigned_at >= :from AND s.assigned_at < :until
UNION ALL
SELECT s.id FROM assignment s WHERE s.account = :account AND s.deadline >= :from AND s.deadline < :until

-- The same of employees. Whoever is searched for by a status or date of activation comes by the marking order's index.
-- part found_people
SELECT h.employee AS id FROM (SELECT * FROM ({{found}}) AS w) AS h
UNION ALL
SELECT s.id FROM employee s WHERE s.account = :account AND s.active = :drawn
UNION ALL
SELECT s.id FROM employee s
WHERE s.account = :account AND s.active IN (0, 1) AND s.service IN (0, 1) AND s.protected IN (0, 1)
  AND s.activated_at >= :from AND s.activated_at < :until
UNION ALL
SELECT s.id FROM employee s WHERE s.account = :account AND s.deadline >= :from AND s.deadline < :until

-- How many a search finds, counted no further than most.
-- list_held_found(account:int, match:text, a1:text, b1:text, a2:text, b2:text, p1:int, p2:int, p3:int, from:time,
--   until:time, most:int) -> found:int
SELECT COUNT(*)
FROM (
  SELECT 1 AS one FROM (SELECT * FROM ({{found}}) AS w) AS h
  UNION ALL
  SELECT 1 FROM assignment s WHERE s.account = :account AND s.product IN (:p1, :p2, :p3)
  UNION ALL
  SELECT 1 FROM assignment s WHERE s.account = :account AND s.assigned_at >= :from AND s.assigned_at < :until
  UNION ALL
  SELECT 1 FROM assignment s WHERE s.account = :account AND s.deadline >= :from AND s.deadline < :until
  LIMIT :most) AS counted

-- list_people_found(account:int, match:text, a1:text, b1:text, a2:text, b2:text, drawn:int, from:time, until:time,
--   most:int) -> found:int
SELECT COUNT(*) FROM (SELECT 1 AS one FROM ({{found_people}}) AS found LIMIT :most) AS counted

-- Add-on licences ---------------------------------------------------------------------------------------------------

-- Modules, as rows name them, and as words are searched for in their names; with the account's numbers.
-- list_modules(account:int) -> id:int, key, name, purchased:int, used:int
SELECT p.id, p.product_key, p.name, COALESCE(q.purchased, 0), COALESCE(q.used, 0)
FROM product p LEFT JOIN position q ON q.account = :account AND q.product = p.id
WHERE p.kind = 'addon'
ORDER BY p.id
LIMIT 1000

-- Where a page begins that goes on after a row.
-- list_held_place(account:int, id:int) -> employee:int, name, login, product:int, assigned_at:time, deadline:time
SELECT a.employee, e.name, e.login, a.product, a.assigned_at, a.deadline
FROM assignment a JOIN employee e ON e.account = a.account AND e.id = a.employee
WHERE a.account = :account AND a.id = :id

-- By the holder's name, then by holder. (id + 0: no index is to be chosen for that last order among a few.)
-- list_held_by_name(account:int, text:text, number:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM employee e CROSS JOIN assignment a
WHERE e.account = :account AND e.name >= :text AND (e.name, e.id) >= (:text, :number) AND {{fits}}
  AND a.account = e.account AND a.employee = e.id AND (:product = 0 OR a.product = :product)
  AND (e.name > :text OR e.id > :number OR a.id > :id)
ORDER BY e.name, e.id, a.id + 0
LIMIT :limit

-- list_held_by_name_down(account:int, text:text, number:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM employee e CROSS JOIN assignment a
WHERE e.account = :account AND e.name <= :text AND (e.name, e.id) <= (:text, :number) AND {{fits}}
  AND a.account = e.account AND a.employee = e.id AND (:product = 0 OR a.product = :product)
  AND (e.name < :text OR e.id < :number OR a.id < :id)
ORDER BY e.name DESC, e.id DESC, a.id + 0 DESC
LIMIT :limit

-- By the holder's log-in, which no two have.
-- list_held_by_login(account:int, text:text, number:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM employee e CROSS JOIN assignment a
WHERE e.account = :account AND e.login >= :text AND {{fits}}
  AND a.account = e.account AND a.employee = e.id AND (:product = 0 OR a.product = :product)
  AND (e.login > :text OR e.id > :number OR a.id > :id)
ORDER BY e.login, e.id, a.id + 0
LIMIT :limit

-- list_held_by_login_down(account:int, text:text, number:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM employee e CROSS JOIN assignment a
WHERE e.account = :account AND e.login <= :text AND {{fits}}
  AND a.account = e.account AND a.employee = e.id AND (:product = 0 OR a.product = :product)
  AND (e.login < :text OR e.id < :number OR a.id < :id)
ORDER BY e.login DESC, e.id DESC, a.id + 0 DESC
LIMIT :limit

-- In the order in which they were given by anybody.
-- list_held_by_id(account:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM assignment a CROSS JOIN employee e
WHERE a.account = :account AND a.id > :id AND (:product = 0 OR a.product = :product)
  AND e.account = a.account AND e.id = a.employee AND {{fits}}
ORDER BY a.id
LIMIT :limit

-- list_held_by_assigned(account:int, number:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM assignment a CROSS JOIN employee e
WHERE a.account = :account AND a.assigned_at >= :number AND (a.assigned_at > :number OR a.id > :id)
  AND (:product = 0 OR a.product = :product)
  AND e.account = a.account AND e.id = a.employee AND {{fits}}
ORDER BY a.assigned_at, a.id
LIMIT :limit

-- list_held_by_assigned_down(account:int, number:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM assignment a CROSS JOIN employee e
WHERE a.account = :account AND a.assigned_at <= :number AND (a.assigned_at < :number OR a.id < :id)
  AND (:product = 0 OR a.product = :product)
  AND e.account = a.account AND e.id = a.employee AND {{fits}}
ORDER BY a.assigned_at DESC, a.id DESC
LIMIT :limit

-- Those of one module: the order by module is one such list after the other.
-- list_held_of_module(account:int, product:int, id:int, pattern:text, other:text, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM assignment a CROSS JOIN employee e
WHERE a.account = :account AND a.product = :product AND a.id > :id
  AND e.account = a.account AND e.id = a.employee AND {{fits}}
ORDER BY a.id
LIMIT :limit

-- list_held_of_module_down(account:int, product:int, id:int, pattern:text, other:text, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM assignment a CROSS JOIN employee e
WHERE a.account = :account AND a.product = :product AND a.id < :id
  AND e.account = a.account AND e.id = a.employee AND {{fits}}
ORDER BY a.id DESC
LIMIT :limit

-- Marked ones, earliest deadline first; and after them those that aren't marked.
-- list_held_marked(account:int, number:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM assignment a CROSS JOIN employee e
WHERE a.account = :account AND a.deadline >= :number AND (a.deadline > :number OR a.id > :id)
  AND (:product = 0 OR a.product = :product)
  AND e.account = a.account AND e.id = a.employee AND {{fits}}
ORDER BY a.deadline, a.id
LIMIT :limit

-- list_held_unmarked(account:int, id:int, pattern:text, other:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT {{held}}
FROM assignment a CROSS JOIN employee e
WHERE a.account = :account AND a.deadline IS NULL AND a.id > :id
  AND (:product = 0 OR a.product = :product)
  AND e.account = a.account AND e.id = a.employee AND {{fits}}
ORDER BY a.id
LIMIT :limit

-- What a search finds, in any order. sort is lic_order_t of view/listing.h; what isn't marked comes after all deadlines.
-- part drawn_held
SELECT {{held}},
  CASE :sort WHEN 1 THEN e.name WHEN 2 THEN e.login WHEN 4 THEN p.name ELSE '' END AS key_text,
  CASE :sort WHEN 1 THEN e.id WHEN 2 THEN e.id WHEN 4 THEN p.id WHEN 5 THEN a.assigned_at
             WHEN 6 THEN COALESCE(a.deadline, 9000000000000) ELSE 0 END AS key_number
FROM ({{found_held}}) AS f CROSS JOIN assignment a CROSS JOIN employee e CROSS JOIN product p
WHERE a.account = :account AND a.id = f.id AND (:product = 0 OR a.product = :product)
  AND e.account = a.account AND e.id = a.employee AND {{fits}} AND p.id = a.product

-- list_held_drawn(account:int, sort:int, text:text, number:int, id:int, pattern:text, other:text, product:int,
--   match:text, a1:text, b1:text, a2:text, b2:text, p1:int, p2:int, p3:int, from:time, until:time, most:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT a.id, employee, login, name, initials, email, active, product, assigned_at, deadline, search
FROM ({{drawn_held}}) AS a
WHERE key_text > :text OR (key_text = :text AND (key_number > :number OR (key_number = :number AND a.id > :id)))
ORDER BY key_text, key_number, a.id
LIMIT :limit

-- list_held_drawn_down(account:int, sort:int, text:text, number:int, id:int, pattern:text, other:text, product:int,
--   match:text, a1:text, b1:text, a2:text, b2:text, p1:int, p2:int, p3:int, from:time, until:time, most:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search
SELECT a.id, employee, login, name, initials, email, active, product, assigned_at, deadline, search
FROM ({{drawn_held}}) AS a
WHERE key_text < :text OR (key_text = :text AND (key_number < :number OR (key_number = :number AND a.id < :id)))
ORDER BY key_text DESC, key_number DESC, a.id DESC
LIMIT :limit

-- Employees ---------------------------------------------------------------------------------------------------------

-- list_people_place(account:int, id:int) -> name, login, deadline:time
SELECT name, login, deadline FROM employee WHERE account = :account AND id = :id

-- list_people_by_name(account:int, text:text, id:int, pattern:text, other:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT {{person}}
FROM employee e
WHERE e.account = :account AND e.name >= :text AND (e.name, e.id) >= (:text, :id) AND (e.name > :text OR e.id > :id)
  AND {{fits}} AND {{status}}
ORDER BY e.name, e.id
LIMIT :limit

-- list_people_by_name_down(account:int, text:text, id:int, pattern:text, other:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT {{person}}
FROM employee e
WHERE e.account = :account AND e.name <= :text AND (e.name, e.id) <= (:text, :id) AND (e.name < :text OR e.id < :id)
  AND {{fits}} AND {{status}}
ORDER BY e.name DESC, e.id DESC
LIMIT :limit

-- list_people_by_login(account:int, text:text, id:int, pattern:text, other:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT {{person}}
FROM employee e
WHERE e.account = :account AND e.login >= :text AND (e.login > :text OR e.id > :id) AND {{fits}} AND {{status}}
ORDER BY e.login, e.id
LIMIT :limit

-- list_people_by_login_down(account:int, text:text, id:int, pattern:text, other:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT {{person}}
FROM employee e
WHERE e.account = :account AND e.login <= :text AND (e.login < :text OR e.id < :id) AND {{fits}} AND {{status}}
ORDER BY e.login DESC, e.id DESC
LIMIT :limit

-- list_people_by_id(account:int, id:int, pattern:text, other:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT {{person}}
FROM employee e
WHERE e.account = :account AND e.id > :id AND {{fits}} AND {{status}}
ORDER BY e.id
LIMIT :limit

-- Marked employees, earliest deadline first.
-- list_people_marked(account:int, number:int, id:int, pattern:text, other:text, active:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT {{person}}
FROM employee e
WHERE e.account = :account AND e.deadline >= :number AND (e.deadline > :number OR e.id > :id)
  AND {{fits}} AND (:active = 2 OR e.active = :active)
ORDER BY e.deadline, e.id
LIMIT :limit

-- part drawn_people
SELECT {{person}},
  CASE :sort WHEN 1 THEN e.name WHEN 2 THEN e.login ELSE '' END AS key_text,
  CASE :sort WHEN 6 THEN COALESCE(e.deadline, 9000000000000) ELSE 0 END AS key_number
FROM ({{found_people}}) AS f CROSS JOIN employee e
WHERE e.account = :account AND e.id = f.id AND {{fits}} AND {{status}}

-- list_people_drawn(account:int, sort:int, text:text, number:int, id:int, pattern:text, other:text, active:int,
--   marked:int, match:text, a1:text, b1:text, a2:text, b2:text, drawn:int, from:time, until:time, most:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT e.id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline, search
FROM ({{drawn_people}}) AS e
WHERE key_text > :text OR (key_text = :text AND (key_number > :number OR (key_number = :number AND e.id > :id)))
ORDER BY key_text, key_number, e.id
LIMIT :limit

-- list_people_drawn_down(account:int, sort:int, text:text, number:int, id:int, pattern:text, other:text, active:int,
--   marked:int, match:text, a1:text, b1:text, a2:text, b2:text, drawn:int, from:time, until:time, most:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search
SELECT e.id, login, name, initials, email, active, service, protected, created_at, activated_at, deadline, search
FROM ({{drawn_people}}) AS e
WHERE key_text < :text OR (key_text = :text AND (key_number < :number OR (key_number = :number AND e.id < :id)))
ORDER BY key_text DESC, key_number DESC, e.id DESC
LIMIT :limit
