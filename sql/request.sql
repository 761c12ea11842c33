-- Stored answers, so that a confirmation sent twice takes effect once (product.md, Changing a quantity).

-- request_find(account:int, key:text) -> digest:text, answer:text, oldest:time
-- One row in any case, for the oldest answer of all.
SELECT r.digest, r.answer, o.oldest
FROM (SELECT MIN(at) AS oldest FROM request WHERE account = :account) o
LEFT JOIN request r ON r.account = :account AND r.request_key = :key;

-- request_insert(account:int, key:text, digest:text, answer:text, at:time)
INSERT INTO request (account, request_key, digest, answer, at)
VALUES (:account, :key, :digest, :answer, :at);

-- request_forget(account:int, before:time)
-- The derived table is for MariaDB, which takes a LIMIT below IN only there.
DELETE FROM request
WHERE account = :account AND request_key IN (
    SELECT request_key
    FROM (SELECT request_key FROM request WHERE account = :account AND at < :before ORDER BY at LIMIT 1000) old);
