-- Mail that waits to be sent. Instants are the caller's: next_try and claimed_until are reckoned by one clock.

-- outbox_due(now:time, limit:int) -> account:int, id:int, account_key, event:int, kind, address, language,
--   rows_told:int, attempts:int, refused:int, created_at:time
SELECT o.account, o.id, a.account_key, o.event, o.kind, o.address, o.language, o.rows_told, o.attempts, o.refused,
       o.created_at
FROM outbox o
JOIN account a ON a.id = o.account
WHERE o.state = 'waiting' AND o.next_try <= :now AND o.claimed_until <= :now
ORDER BY o.next_try, o.account, o.id
LIMIT :limit;

-- outbox_claim(holder:text, until:time, account:int, id:int, now:time)
UPDATE outbox
SET claimed_by = :holder, claimed_until = :until
WHERE account = :account AND id = :id AND state = 'waiting' AND next_try <= :now AND claimed_until <= :now;

-- Before anything is made of the row: whatever kills the process now has put it behind the others.
-- outbox_begin(retry:time, account:int, id:int, holder:text)
UPDATE outbox
SET attempts = attempts + 1, next_try = :retry
WHERE account = :account AND id = :id AND state = 'waiting' AND claimed_by = :holder;

-- outbox_sent(at:time, account:int, id:int, holder:text)
UPDATE outbox
SET state = 'sent', sent_at = :at, last_error = '', claimed_by = '', claimed_until = 0
WHERE account = :account AND id = :id AND state = 'waiting' AND claimed_by = :holder;

-- outbox_delay(attempts:int, refused:int, retry:time, why:text, account:int, id:int, holder:text)
UPDATE outbox
SET attempts = :attempts, refused = :refused, next_try = :retry, last_error = :why, claimed_by = '', claimed_until = 0
WHERE account = :account AND id = :id AND state = 'waiting' AND claimed_by = :holder;

-- outbox_park(why:text, account:int, id:int, holder:text)
UPDATE outbox
SET state = 'parked', last_error = :why, claimed_by = '', claimed_until = 0
WHERE account = :account AND id = :id AND state = 'waiting' AND claimed_by = :holder;

-- outbox_release(account:int, id:int, holder:text)
UPDATE outbox
SET claimed_by = '', claimed_until = 0
WHERE account = :account AND id = :id AND state = 'waiting' AND claimed_by = :holder;

-- outbox_retry(now:time, account_from:int, account_to:int)
UPDATE outbox
SET state = 'waiting', attempts = 0, refused = 0, next_try = :now
WHERE account BETWEEN :account_from AND :account_to AND state = 'parked';
