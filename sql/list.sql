-- Lists that are searched and sorted: employees, and add-on licences with their holders. One account each, and bounded.
--
-- A page is read in one of two ways (view/list/listing.c). A scan goes along the index of its order, leaving out what doesn't
-- match: quick where much matches. A lookup asks an index of what is searched for, where that finds few rows: their ids are
-- put in order, and then read as far as they are wanted. Both go on after a keyset: a text, a number, and the row's id.

-- What is read of an add-on licence.
-- part assignment_columns
a.id, a.employee, e.login, e.name, e.initials, e.email, e.active, a.product, a.assigned_at, a.deadline, e.search, e.name_key

-- and of an employee.
-- part employee_columns
e.id, e.login, e.name, e.initials, e.email, e.active, e.service, e.protected, e.created_at, e.activated_at, e.deadline,
e.search, e.name_key, e.external,
(SELECT n.due_on FROM plan n WHERE n.account = e.account AND n.kind = 'start' AND n.employee = e.id),
(SELECT n.due_on FROM plan n WHERE n.account = e.account AND n.kind = 'leave' AND n.employee = e.id)

-- Every word that only an employee can have: a scan leaves out whoever lacks one.
-- part fits
e.search LIKE :patterns{16}

-- The licences of employees who are named first, and the employees of licences that are. Before they have counted new rows,
-- the servers would read all of the account's for each of them. What LATERAL says already isn't said once more: PostgreSQL would
-- expect fewer rows for it, and compile the statement.
-- part held
assignment a
-- pgsql
LATERAL (SELECT h.* FROM assignment h WHERE h.account = :account AND h.employee = e.id AND (:product = 0 OR h.product = :product)
         OFFSET 0) a
-- mysql
assignment a FORCE INDEX (account)

-- part is_held
a.account = e.account AND a.employee = e.id AND (:product = 0 OR a.product = :product)
-- pgsql
1 = 1

-- part held_of_ids
assignment a
-- pgsql
LATERAL (SELECT h.* FROM assignment h WHERE h.account = :account AND h.employee = r.id OFFSET 0) a
-- mysql
assignment a FORCE INDEX (account)

-- part holder
employee e
-- pgsql
LATERAL (SELECT h.* FROM employee h WHERE h.account = :account AND h.id = a.employee OFFSET 0) e

-- part is_holder
e.account = a.account AND e.id = a.employee
-- pgsql
1 = 1

-- MariaDB would put all holders in order where the order is that of two tables: so the employees are drawn first, each of
-- whom holds one.
-- part drawn
e.account, e.id, e.login, e.name, e.initials, e.email, e.active, e.search, e.name_key

-- part status
(:active = 2 OR e.active = :active) AND (:marked = 0 OR e.deadline > 0)

-- Lookup: what a search finds ------------------------------------------------------------------------------------------

-- Employees who have all the words: on SQLite, by their three-letter parts, maybe a few others too; see view/list/lookup.c.
-- part words
SELECT rowid - :account * 1099511627776 AS employee
FROM employee_search
WHERE employee_search MATCH CASE :match WHEN '' THEN '""' ELSE :match END
  AND rowid > :account * 1099511627776 AND rowid < (:account + 1) * 1099511627776
-- pgsql
SELECT employee
FROM employee_search
WHERE :patterns <> '[]' AND account = :account AND search LIKE :patterns{16}
-- mysql
SELECT employee
FROM employee_search
WHERE :patterns <> '[]' AND account = :account AND search LIKE :patterns{16}

-- Holders that have the words, and add-on licences of modules or instants; the same row may come by both.
-- part found_assignments
SELECT w.employee, 0 AS id FROM ({{words}}) AS w
UNION ALL
SELECT 0, s.id FROM assignment s WHERE s.account = :account AND s.product IN (:p1, :p2, :p3)
UNION ALL
SELECT 0, s.id FROM assignment s WHERE s.account = :account AND s.assigned_at >= :from AND s.assigned_at < :until
UNION ALL
SELECT 0, s.id FROM assignment s WHERE s.account = :account AND s.deadline >= :from AND s.deadline < :until

-- The same of employees. Who is searched for by status or date of activation comes by the marking order's index.
-- part found_employees
SELECT w.employee AS id FROM ({{words}}) AS w
UNION ALL
SELECT s.id FROM employee s WHERE s.account = :account AND s.active = :by_active
UNION ALL
SELECT s.id FROM employee s
WHERE s.account = :account AND s.active IN (0, 1) AND s.service IN (0, 1) AND s.protected IN (0, 1)
  AND s.activated_at >= :from AND s.activated_at < :until
UNION ALL
SELECT s.id FROM employee s WHERE s.account = :account AND s.deadline >= :from AND s.deadline < :until

-- How many a search finds, counted no further than most.
-- list_assignments_count(account:int, match:text, patterns:text, p1:int, p2:int, p3:int, from:time,
--   until:time, most:int) -> found:int
SELECT COUNT(*) FROM (SELECT 1 AS one FROM ({{found_assignments}}) AS found LIMIT :most) AS counted

-- list_employees_count(account:int, match:text, patterns:text, by_active:int, from:time, until:time,
--   most:int) -> found:int
SELECT COUNT(*) FROM (SELECT 1 AS one FROM ({{found_employees}}) AS found LIMIT :most) AS counted

-- list_assignments_found(account:int, match:text, patterns:text, p1:int, p2:int, p3:int, from:time,
--   until:time, most:int) -> employee:int, id:int
SELECT employee, id FROM ({{found_assignments}}) AS found LIMIT :most

-- list_employees_found(account:int, match:text, patterns:text, by_active:int, from:time, until:time,
--   most:int) -> id:int
SELECT id FROM ({{found_employees}}) AS found LIMIT :most

-- Who is planned to start, or to leave.
-- list_employees_planned(account:int, kind:text, most:int) -> id:int
SELECT employee FROM plan WHERE account = :account AND kind = :kind LIMIT :most

-- Employees who have the words, by name or log-in (sort): where they are few, found and put in order at once.
-- list_employees_of_words(account:int, sort:int, match:text, patterns:text, most:int) -> id:int
SELECT e.id
FROM (SELECT w.employee FROM ({{words}}) AS w LIMIT :most) AS found CROSS JOIN employee e
WHERE e.account = :account AND e.id = found.employee
ORDER BY CASE :sort WHEN 2 THEN e.login ELSE e.name_key END, e.id
LIMIT :most

-- The ids of add-on licences, those of some holders and some others, in an order after a place: by holder, and then by
-- what the holder has. sort is lic_sort_t of view/list/listing.h; what isn't marked comes after all deadlines.
-- part sorted_assignments
SELECT found.id,
  CASE :sort WHEN 1 THEN e.name_key WHEN 2 THEN e.login WHEN 4 THEN p.name ELSE '' END AS key_text,
  CASE :sort WHEN 1 THEN e.id WHEN 2 THEN e.id WHEN 4 THEN found.assigned_at WHEN 5 THEN found.assigned_at
             WHEN 6 THEN COALESCE(found.deadline, 9000000000000) ELSE 0 END AS key_number
FROM (
  SELECT a.id, a.employee, a.product, a.assigned_at, a.deadline
  FROM :employees{id:int} r CROSS JOIN {{held_of_ids}}
  WHERE a.account = :account AND a.employee = r.id
  UNION ALL
  SELECT s.id, s.employee, s.product, s.assigned_at, s.deadline
  FROM :held{id:int} r CROSS JOIN assignment s
  WHERE s.account = :account AND s.id = r.id) AS found
CROSS JOIN employee e CROSS JOIN product p
WHERE (:product = 0 OR found.product = :product) AND e.account = :account AND e.id = found.employee AND p.id = found.product

-- list_assignments_sorted(account:int, sort:int, text:text, number:int, id:int, product:int, employees:text, held:text, most:int) ->
--   id:int
SELECT id
FROM ({{sorted_assignments}}) AS s
WHERE key_text > :text OR (key_text = :text AND (key_number > :number OR (key_number = :number AND id > :id)))
ORDER BY key_text, key_number, id
LIMIT :most

-- list_assignments_sorted_down(account:int, sort:int, text:text, number:int, id:int, product:int, employees:text, held:text,
--   most:int) -> id:int
SELECT id
FROM ({{sorted_assignments}}) AS s
WHERE key_text < :text OR (key_text = :text AND (key_number < :number OR (key_number = :number AND id < :id)))
ORDER BY key_text DESC, key_number DESC, id DESC
LIMIT :most

-- part sorted_employees
SELECT e.id,
  CASE :sort WHEN 1 THEN e.name_key WHEN 2 THEN e.login ELSE '' END AS key_text,
  CASE :sort WHEN 6 THEN COALESCE(e.deadline, 9000000000000) ELSE 0 END AS key_number
FROM :employees{id:int} r CROSS JOIN employee e
WHERE e.account = :account AND e.id = r.id AND {{status}}

-- list_employees_sorted(account:int, sort:int, text:text, number:int, id:int, active:int, marked:int, employees:text, most:int) ->
--   id:int
SELECT id
FROM ({{sorted_employees}}) AS s
WHERE key_text > :text OR (key_text = :text AND (key_number > :number OR (key_number = :number AND id > :id)))
ORDER BY key_text, key_number, id
LIMIT :most

-- list_employees_sorted_down(account:int, sort:int, text:text, number:int, id:int, active:int, marked:int, employees:text,
--   most:int) -> id:int
SELECT id
FROM ({{sorted_employees}}) AS s
WHERE key_text < :text OR (key_text = :text AND (key_number < :number OR (key_number = :number AND id < :id)))
ORDER BY key_text DESC, key_number DESC, id DESC
LIMIT :most

-- The rows of some ids, in the order that is given with them.
-- list_assignments_of_ids(account:int, rows:text, most:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM :rows{place:int, id:int} r CROSS JOIN assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.id = r.id AND {{is_holder}}
ORDER BY r.place
LIMIT :most

-- Of holders; sign -1: what each has, the last first.
-- list_assignments_of_employees(account:int, product:int, sign:int, rows:text, most:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM :rows{place:int, id:int} r CROSS JOIN employee e CROSS JOIN {{held}}
WHERE e.account = :account AND e.id = r.id AND {{is_held}}
ORDER BY r.place, a.id * :sign
LIMIT :most

-- list_employees_of_ids(account:int, rows:text, most:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search, name_key, external, starts_on:date, leaves_on:date
SELECT {{employee_columns}}
FROM :rows{place:int, id:int} r CROSS JOIN employee e
WHERE e.account = :account AND e.id = r.id
ORDER BY r.place
LIMIT :most

-- Add-on licences ---------------------------------------------------------------------------------------------------

-- Modules, as rows name them, and as words are searched for in their names; with the account's numbers.
-- list_modules(account:int) -> id:int, key, name, purchased:int, used:int
SELECT p.id, p.product_key, p.name, COALESCE(q.purchased, 0), COALESCE(q.used, 0)
FROM product p LEFT JOIN position q ON q.account = :account AND q.product = p.id
WHERE p.kind = 'addon'
ORDER BY p.id
LIMIT 50000

-- Where a page begins that goes on after a row.
-- list_assignments_keyset(account:int, id:int) -> employee:int, name_key, login, product:int, assigned_at:time, deadline:time
SELECT a.employee, e.name_key, e.login, a.product, a.assigned_at, a.deadline
FROM assignment a JOIN employee e ON e.account = a.account AND e.id = a.employee
WHERE a.account = :account AND a.id = :id

-- By the holder's name, then by holder. (id + 0: no index is to be chosen for that last order among a few.)
-- list_assignments_by_name(account:int, text:text, number:int, id:int, patterns:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM employee e CROSS JOIN {{held}}
WHERE e.account = :account AND e.name_key >= :text AND (e.name_key, e.id) >= (:text, :number) AND {{fits}}
  AND {{is_held}}
  AND (e.name_key > :text OR e.id > :number OR a.id > :id)
ORDER BY e.name_key, e.id, a.id + 0
LIMIT :limit
-- mysql
SELECT {{assignment_columns}}
FROM (SELECT {{drawn}}
      FROM employee e
      WHERE e.account = :account AND e.name_key >= :text AND (e.name_key, e.id) >= (:text, :number) AND {{fits}}
        AND (SELECT a.id FROM {{held}}
             WHERE {{is_held}}
               AND (e.name_key > :text OR e.id > :number OR a.id > :id) LIMIT 1) IS NOT NULL
      ORDER BY e.name_key, e.id LIMIT :limit) e
CROSS JOIN {{held}}
WHERE {{is_held}}
  AND (e.name_key > :text OR e.id > :number OR a.id > :id)
ORDER BY e.name_key, e.id, a.id
LIMIT :limit

-- list_assignments_by_name_down(account:int, text:text, number:int, id:int, patterns:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM employee e CROSS JOIN {{held}}
WHERE e.account = :account AND e.name_key <= :text AND (e.name_key, e.id) <= (:text, :number) AND {{fits}}
  AND {{is_held}}
  AND (e.name_key < :text OR e.id < :number OR a.id < :id)
ORDER BY e.name_key DESC, e.id DESC, a.id + 0 DESC
LIMIT :limit
-- mysql
SELECT {{assignment_columns}}
FROM (SELECT {{drawn}}
      FROM employee e
      WHERE e.account = :account AND e.name_key <= :text AND (e.name_key, e.id) <= (:text, :number) AND {{fits}}
        AND (SELECT a.id FROM {{held}}
             WHERE {{is_held}}
               AND (e.name_key < :text OR e.id < :number OR a.id < :id) LIMIT 1) IS NOT NULL
      ORDER BY e.name_key DESC, e.id DESC LIMIT :limit) e
CROSS JOIN {{held}}
WHERE {{is_held}}
  AND (e.name_key < :text OR e.id < :number OR a.id < :id)
ORDER BY e.name_key DESC, e.id DESC, a.id DESC
LIMIT :limit

-- By the holder's log-in, which no two have.
-- list_assignments_by_login(account:int, text:text, number:int, id:int, patterns:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM employee e CROSS JOIN {{held}}
WHERE e.account = :account AND e.login >= :text AND {{fits}}
  AND {{is_held}}
  AND (e.login > :text OR e.id > :number OR a.id > :id)
ORDER BY e.login, e.id, a.id + 0
LIMIT :limit
-- mysql
SELECT {{assignment_columns}}
FROM (SELECT {{drawn}}
      FROM employee e
      WHERE e.account = :account AND e.login >= :text AND {{fits}}
        AND (SELECT a.id FROM {{held}}
             WHERE {{is_held}}
               AND (e.login > :text OR e.id > :number OR a.id > :id) LIMIT 1) IS NOT NULL
      ORDER BY e.login, e.id LIMIT :limit) e
CROSS JOIN {{held}}
WHERE {{is_held}}
  AND (e.login > :text OR e.id > :number OR a.id > :id)
ORDER BY e.login, e.id, a.id
LIMIT :limit

-- list_assignments_by_login_down(account:int, text:text, number:int, id:int, patterns:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM employee e CROSS JOIN {{held}}
WHERE e.account = :account AND e.login <= :text AND {{fits}}
  AND {{is_held}}
  AND (e.login < :text OR e.id < :number OR a.id < :id)
ORDER BY e.login DESC, e.id DESC, a.id + 0 DESC
LIMIT :limit
-- mysql
SELECT {{assignment_columns}}
FROM (SELECT {{drawn}}
      FROM employee e
      WHERE e.account = :account AND e.login <= :text AND {{fits}}
        AND (SELECT a.id FROM {{held}}
             WHERE {{is_held}}
               AND (e.login < :text OR e.id < :number OR a.id < :id) LIMIT 1) IS NOT NULL
      ORDER BY e.login DESC, e.id DESC LIMIT :limit) e
CROSS JOIN {{held}}
WHERE {{is_held}}
  AND (e.login < :text OR e.id < :number OR a.id < :id)
ORDER BY e.login DESC, e.id DESC, a.id DESC
LIMIT :limit

-- In the order in which they were given by anybody.
-- list_assignments_by_id(account:int, id:int, patterns:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.id > :id AND (:product = 0 OR a.product = :product)
  AND {{is_holder}} AND {{fits}}
ORDER BY a.id
LIMIT :limit

-- list_assignments_by_assigned(account:int, number:int, id:int, patterns:text, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.assigned_at >= :number AND (a.assigned_at > :number OR a.id > :id)
  AND {{is_holder}} AND {{fits}}
ORDER BY a.assigned_at, a.id
LIMIT :limit

-- list_assignments_by_assigned_down(account:int, number:int, id:int, patterns:text, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.assigned_at <= :number AND (a.assigned_at < :number OR a.id < :id)
  AND {{is_holder}} AND {{fits}}
ORDER BY a.assigned_at DESC, a.id DESC
LIMIT :limit

-- Those of one module by when they were given: the order by module is one such list after the other.
-- list_assignments_of_module(account:int, product:int, number:int, id:int, patterns:text, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.product = :product AND a.assigned_at >= :number
  AND (a.assigned_at > :number OR a.id > :id) AND {{is_holder}} AND {{fits}}
ORDER BY a.assigned_at, a.id
LIMIT :limit

-- list_assignments_of_module_down(account:int, product:int, number:int, id:int, patterns:text, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.product = :product AND a.assigned_at <= :number
  AND (a.assigned_at < :number OR a.id < :id) AND {{is_holder}} AND {{fits}}
ORDER BY a.assigned_at DESC, a.id DESC
LIMIT :limit

-- Marked ones, earliest deadline first; and after them those that aren't marked.
-- list_assignments_marked(account:int, number:int, id:int, patterns:text, product:int, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.deadline >= :number AND (a.deadline > :number OR a.id > :id)
  AND (:product = 0 OR a.product = :product)
  AND {{is_holder}} AND {{fits}}
ORDER BY a.deadline, a.id
LIMIT :limit

-- list_assignments_unmarked(account:int, id:int, patterns:text, limit:int) ->
--   id:int, employee:int, login, name, initials, email, active:int, product:int, assigned_at:time, deadline:time, search, name_key
SELECT {{assignment_columns}}
FROM assignment a CROSS JOIN {{holder}}
WHERE a.account = :account AND a.deadline IS NULL AND a.id > :id
  AND {{is_holder}} AND {{fits}}
ORDER BY a.id
LIMIT :limit

-- Employees ---------------------------------------------------------------------------------------------------------

-- list_employees_keyset(account:int, id:int) -> name_key, login, deadline:time
SELECT name_key, login, deadline FROM employee WHERE account = :account AND id = :id

-- list_employees_by_name(account:int, text:text, id:int, patterns:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search, name_key, external, starts_on:date, leaves_on:date
SELECT {{employee_columns}}
FROM employee e
WHERE e.account = :account AND e.name_key >= :text AND (e.name_key, e.id) >= (:text, :id) AND (e.name_key > :text OR e.id > :id)
  AND {{fits}} AND {{status}}
ORDER BY e.name_key, e.id
LIMIT :limit

-- list_employees_by_name_down(account:int, text:text, id:int, patterns:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search, name_key, external, starts_on:date, leaves_on:date
SELECT {{employee_columns}}
FROM employee e
WHERE e.account = :account AND e.name_key <= :text AND (e.name_key, e.id) <= (:text, :id) AND (e.name_key < :text OR e.id < :id)
  AND {{fits}} AND {{status}}
ORDER BY e.name_key DESC, e.id DESC
LIMIT :limit

-- list_employees_by_login(account:int, text:text, id:int, patterns:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search, name_key, external, starts_on:date, leaves_on:date
SELECT {{employee_columns}}
FROM employee e
WHERE e.account = :account AND e.login >= :text AND (e.login > :text OR e.id > :id) AND {{fits}} AND {{status}}
ORDER BY e.login, e.id
LIMIT :limit

-- list_employees_by_login_down(account:int, text:text, id:int, patterns:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search, name_key, external, starts_on:date, leaves_on:date
SELECT {{employee_columns}}
FROM employee e
WHERE e.account = :account AND e.login <= :text AND (e.login < :text OR e.id < :id) AND {{fits}} AND {{status}}
ORDER BY e.login DESC, e.id DESC
LIMIT :limit

-- list_employees_by_id(account:int, id:int, patterns:text, active:int, marked:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search, name_key, external, starts_on:date, leaves_on:date
SELECT {{employee_columns}}
FROM employee e
WHERE e.account = :account AND e.id > :id AND {{fits}} AND {{status}}
ORDER BY e.id
LIMIT :limit

-- Marked employees, earliest deadline first.
-- list_employees_marked(account:int, number:int, id:int, patterns:text, active:int, limit:int) ->
--   id:int, login, name, initials, email, active:int, service:int, protected:int, created_at:time,
--   activated_at:time, deadline:time, search, name_key, external, starts_on:date, leaves_on:date
SELECT {{employee_columns}}
FROM employee e
WHERE e.account = :account AND e.deadline >= :number AND (e.deadline > :number OR e.id > :id)
  AND {{fits}} AND (:active = 2 OR e.active = :active)
ORDER BY e.deadline, e.id
LIMIT :limit
