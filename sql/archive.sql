-- licencesctl archive: what is past and nothing needs any more, read for a file and then taken out. See
-- mod_licences/store/archive.c.

-- archive_get(account:int) -> through:int, since:time
SELECT x.through, j.at
FROM archive x
LEFT JOIN journal j ON j.account = x.account AND j.id = x.through + 1
WHERE x.account = :account;

-- What of it may go -----------------------------------------------------------------------------------------------------

-- The first entry that isn't older: an account's time never runs back, so all before it are.
-- archive_kept(account:int, at:time) -> id:int
SELECT id
FROM journal
WHERE account = :account AND at >= :at
ORDER BY id
LIMIT 1;

-- A mail is made from the log when it is sent, so those that are still to be sent hold it.
-- archive_unsent(account:int) -> event:int, waiting:int, parked:int, since:time
SELECT COALESCE(MIN(event), 0), COALESCE(SUM(CASE state WHEN 'waiting' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE state WHEN 'parked' THEN 1 ELSE 0 END), 0), MIN(created_at)
FROM outbox
WHERE account = :account AND state IN ('waiting', 'parked');

-- archive_event(account:int, id:int) -> event:int
SELECT event
FROM journal
WHERE account = :account AND id = :id;

-- archive_event_end(account:int, event:int) -> id:int
SELECT MAX(id)
FROM journal
WHERE account = :account AND event = :event;

-- Days without a row carry on what the last one before them ended with, so that one stays.
-- archive_usage(account:int, before:date) -> product:int, key, before:date
SELECT u.product, p.product_key, MAX(u.usage_date)
FROM usage_day u
JOIN product p ON p.id = u.product
WHERE u.account = :account AND u.usage_date < :before
GROUP BY u.product, p.product_key
HAVING COUNT(*) > 1
ORDER BY u.product;

-- Reading ---------------------------------------------------------------------------------------------------------------

-- archive_entries(account:int, after:int, through:int, limit:int) -> id:int, at:time, actor, action, product, object,
--   name, old_state, new_state, deadline:time, amount:int, currency, invoice, planned_by, attempts:int,
--   event:int
SELECT id, at, actor, action, product, object, name, old_state, new_state, deadline, amount, currency, invoice,
       planned_by, CASE WHEN action = 'refused'
            THEN (SELECT f.attempts FROM refusal f WHERE f.account = journal.account AND f.entry = journal.id) END,
       event
FROM journal
WHERE account = :account AND id > :after AND id <= :through
ORDER BY id
LIMIT :limit;

-- archive_mails(account:int, event:int, address:text, through:int, limit:int) -> id:int, event:int, kind, address,
--   language, rows_told:int, state, attempts:int, created_at:time, sent_at:time
SELECT id, event, kind, address, language, rows_told, state, attempts, created_at, sent_at
FROM outbox
WHERE account = :account AND event >= :event AND event <= :through AND (event > :event OR address > :address)
ORDER BY event, address
LIMIT :limit;

-- archive_days(account:int, product:int, after:date, before:date, limit:int) -> day:date, purchased:int, used:int,
--   last_purchased:int, last_used:int
SELECT usage_date, purchased, used, last_purchased, last_used
FROM usage_day
WHERE account = :account AND product = :product AND usage_date > :after AND usage_date < :before
ORDER BY usage_date
LIMIT :limit;

-- Taking out: entries after `after` up to `through`, which no event goes beyond -----------------------------------------

-- archive_states_delete(account:int, after:int, through:int)
DELETE FROM archived_state
WHERE account = :account
  AND object IN (SELECT object
                 FROM journal
                 WHERE account = :account AND id > :after AND id <= :through AND action <> 'refused');
-- mysql
DELETE s
FROM (SELECT DISTINCT object
      FROM journal
      WHERE account = :account AND id > :after AND id <= :through AND action <> 'refused') j
STRAIGHT_JOIN archived_state s ON s.account = :account AND s.object = j.object;

-- archive_states_insert(account:int, after:int, through:int)
INSERT INTO archived_state (account, object, entry, action, state)
SELECT j.account, j.object, j.id, j.action, j.new_state
FROM (SELECT MAX(id) AS id
      FROM journal
      WHERE account = :account AND id > :after AND id <= :through AND action <> 'refused'
      GROUP BY object) l
CROSS JOIN journal j
WHERE j.account = :account AND j.id = l.id;

-- archive_invoices_insert(account:int, after:int, through:int)
INSERT INTO archived_state (account, object, entry, action, state)
SELECT account, invoice, MIN(event), 'invoiced', ''
FROM journal
WHERE account = :account AND id > :after AND id <= :through AND invoice IS NOT NULL
GROUP BY account, invoice;

-- archive_mails_delete(account:int, after:int, through:int)
DELETE FROM outbox
WHERE account = :account AND event > :after AND event <= :through;

-- archive_entries_delete(account:int, after:int, through:int)
DELETE FROM journal
WHERE account = :account AND id > :after AND id <= :through;

-- archive_days_delete(account:int, product:int, before:date)
DELETE FROM usage_day
WHERE account = :account AND product = :product AND usage_date < :before;

-- archive_update(through:int, mails:int, days:int, at:time, account:int)
UPDATE archive
SET through = :through, mails = mails + :mails, days = days + :days, at = :at
WHERE account = :account;

-- archive_insert(account:int, through:int, mails:int, days:int, at:time)
INSERT INTO archive (account, through, mails, days, at)
VALUES (:account, :through, :mails, :days, :at);
