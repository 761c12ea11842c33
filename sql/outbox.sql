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

-- Before anything is made of the row: whatever kills the process now has put it behind the others. The claim begins anew,
-- so that it lasts for as long as the message may take, however late in the run that is.
-- outbox_begin(until:time, retry:time, account:int, id:int, holder:text)
UPDATE outbox
SET attempts = attempts + 1, next_try = :retry, claimed_until = :until
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

-- Nobody sends here (LicencesMail Off): what waits isn't wanted. next_try becomes the instant of the event, so that the
-- index knows which of them are young.
-- outbox_unwant(now:time)
UPDATE outbox
SET state = 'unwanted', next_try = created_at, claimed_by = '', claimed_until = 0
WHERE state = 'waiting' AND claimed_until <= :now;

-- outbox_want(now:time, since:time)
UPDATE outbox
SET state = 'waiting', next_try = :now
WHERE state = 'unwanted' AND next_try >= :since;

-- What support does with mail that hasn't been sent, of one account or of all: letting it go, or allowing it again.
-- outbox_drop(account_from:int, account_to:int, state:text)
UPDATE outbox
SET state = 'dropped', claimed_by = '', claimed_until = 0
WHERE +account BETWEEN :account_from AND :account_to AND state = :state;

-- outbox_allow(now:time, account_from:int, account_to:int)
UPDATE outbox
SET state = 'waiting', next_try = :now
WHERE +account BETWEEN :account_from AND :account_to AND state = 'unwanted';

-- outbox_list(account_from:int, account_to:int, state:text, account:int, id:int, limit:int) -> account:int, id:int,
--   account_key, kind, address, attempts:int, created_at:time, next_try:time, last_error
SELECT o.account, o.id, a.account_key, o.kind, o.address, o.attempts, o.created_at, o.next_try, o.last_error
FROM outbox o
JOIN account a ON a.id = o.account
WHERE o.account BETWEEN :account_from AND :account_to AND o.state = :state
  AND (o.account > :account OR (o.account = :account AND o.id > :id))
ORDER BY o.account, o.id
LIMIT :limit;

-- outbox_retry(now:time, account_from:int, account_to:int)
UPDATE outbox
SET state = 'waiting', attempts = 0, refused = 0, next_try = :now
WHERE +account BETWEEN :account_from AND :account_to AND state = 'parked';
