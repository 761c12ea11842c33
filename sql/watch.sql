-- What operators watch, of all accounts together. Counting ends at a limit, so that looking costs no more the worse it
-- is. The instants are the oldest of what was counted.

-- watch_outbox(state:text, limit:int) -> number:int, due:time, created:time
SELECT COUNT(*), MIN(next_try), MIN(created_at)
FROM (SELECT next_try, created_at FROM outbox WHERE state = :state ORDER BY next_try, account, id LIMIT :limit) AS mails;

-- watch_due(now:time, limit:int) -> number:int, due:time
SELECT COUNT(*), MIN(next_due)
FROM (SELECT next_due FROM account WHERE next_due <= :now ORDER BY next_due LIMIT :limit) AS accounts;
