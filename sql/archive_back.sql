-- licencesctl archive read: rows of archive files go back. See mod_licences/store/archive_back.c.

-- back_entries(account:int, rows:text)
INSERT INTO journal (account, id, event, at, actor, action, product, object, name, old_state, new_state, deadline,
                     amount, currency, invoice, planned_by)
SELECT :account, r.id, r.event, r.at, r.actor, r.action, r.product, r.object, r.name, r.old_state, r.new_state,
       r.deadline, r.amount, r.currency, r.invoice, r.planned_by
FROM :rows{id:int, event:int, at:time, actor:text, action:text, product:text, object:text, name:text, old_state:text,
           new_state:text, deadline:time, amount:int, currency:text, invoice:text, planned_by:text} r

-- back_refusals(account:int, rows:text)
INSERT INTO refusal (account, minute, actor, path, entry, attempts)
SELECT :account, r.minute, r.actor, r.path, r.entry, r.attempts
FROM :rows{minute:time, actor:text, path:text, entry:int, attempts:int} r

-- back_mails(account:int, rows:text)
INSERT INTO outbox (account, id, event, kind, address, language, rows_told, state, bucket, attempts, refused, next_try,
                    claimed_by, claimed_until, last_error, created_at, sent_at)
SELECT :account, r.id, r.event, r.kind, r.address, r.language, r.rows_told, r.state, a.bucket, r.attempts, 0,
       r.created_at, '', 0, '', r.created_at, r.sent_at
FROM :rows{id:int, event:int, kind:text, address:text, language:text, rows_told:int, state:text, attempts:int,
           created_at:time, sent_at:time} r
CROSS JOIN account a
WHERE a.id = :account

-- back_days(account:int, rows:text)
INSERT INTO usage_day (account, product, usage_date, purchased, used, last_purchased, last_used)
SELECT :account, p.id, r.day, r.purchased, r.used, r.last_purchased, r.last_used
FROM :rows{product:text, day:text, purchased:int, used:int, last_purchased:int, last_used:int} r
CROSS JOIN product p
WHERE p.product_key = r.product

-- How much went; who has been made anonymous since, and would have a name again.
-- back_left(account:int) -> through:int, mails:int, days:int, anonymised:int
SELECT through, mails, days,
       (SELECT COUNT(*)
        FROM journal j
        WHERE j.account = archive.account AND j.action = 'anonymised' AND j.id > archive.through)
FROM archive
WHERE account = :account

-- How much of what stayed says otherwise than the entries that are back.

-- back_differs(account:int) -> differ:int
SELECT COUNT(*)
FROM archived_state s
LEFT JOIN journal j ON j.account = s.account AND j.id = s.entry
WHERE s.account = :account
  AND (j.id IS NULL OR (s.action <> 'invoiced' AND (j.object <> s.object OR j.action <> s.action OR j.new_state <> s.state)))

-- back_states_delete(account:int)
DELETE FROM archived_state
WHERE account = :account

-- back_archive_delete(account:int)
DELETE FROM archive
WHERE account = :account
