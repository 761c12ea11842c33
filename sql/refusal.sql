-- Refused attempts to change, counted together. See mod_licences/service/refusal.c.

-- refusal_list(account:int, minute:time, actor:text, limit:int) -> path, attempts:int
SELECT path, attempts
FROM refusal
WHERE account = :account AND minute = :minute AND actor = :actor
LIMIT :limit

-- refusal_insert(account:int, minute:time, actor:text, path:text, entry:int)
INSERT INTO refusal (account, minute, actor, path, entry, attempts)
VALUES (:account, :minute, :actor, :path, :entry, 1)

-- refusal_count(account:int, minute:time, actor:text, path:text)
-- The refusal's own row is all that this locks: the account's goes on.
UPDATE refusal
SET attempts = attempts + 1
WHERE account = :account AND minute = :minute AND actor = :actor AND path = :path

-- What has been counted since: with the number of the last entry it tells whether a page of the log is still right.
-- refusal_sum(account:int, since:time) -> attempts:int
SELECT COALESCE(SUM(attempts), 0)
FROM refusal
WHERE account = :account AND minute >= :since

-- Those of entries that have been archived.
-- refusal_delete(account:int, through:int)
DELETE FROM refusal
WHERE account = :account AND entry <= :through
