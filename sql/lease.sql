-- Leases: which process does the timer's work. Times are the database's own, in whole seconds, since servers' clocks
-- differ. A lease that was never taken has no row yet.

-- lease_read(name:text) -> holder:text, left:int
SELECT holder, expires - CAST(strftime('%s', 'now') AS INTEGER)
FROM lease
WHERE name = :name
-- pgsql
SELECT holder, expires - FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint
FROM lease
WHERE name = :name
-- mysql
SELECT holder, expires - UNIX_TIMESTAMP()
FROM lease
WHERE name = :name

-- It grows each time that somebody takes the lease.
-- lease_turns(name:text) -> token:int
SELECT token FROM lease WHERE name = :name

-- Those that somebody has now.
-- lease_list(limit:int) -> name, holder, left:int
SELECT name, holder, expires - CAST(strftime('%s', 'now') AS INTEGER)
FROM lease
WHERE expires > CAST(strftime('%s', 'now') AS INTEGER)
ORDER BY name
LIMIT :limit
-- pgsql
SELECT name, holder, expires - FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint
FROM lease
WHERE expires > FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint
ORDER BY name
LIMIT :limit
-- mysql
SELECT name, holder, expires - UNIX_TIMESTAMP()
FROM lease
WHERE expires > UNIX_TIMESTAMP()
ORDER BY name
LIMIT :limit

-- lease_make(name:text)
INSERT INTO lease (name, holder, token, beat, expires)
VALUES (:name, '', 0, 0, 0)
ON CONFLICT (name) DO NOTHING
-- mysql
INSERT IGNORE INTO lease (name, holder, token, beat, expires)
VALUES (:name, '', 0, 0, 0)

-- Locks the row where it is free. Somebody whose transaction holds it is at work under it: nothing to wait for.
-- lease_free(name:text) -> token:int
SELECT token
FROM lease
WHERE name = :name AND expires <= CAST(strftime('%s', 'now') AS INTEGER)
-- pgsql
SELECT token
FROM lease
WHERE name = :name AND expires <= FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint
FOR UPDATE SKIP LOCKED
-- mysql
SELECT token
FROM lease
WHERE name = :name AND expires <= UNIX_TIMESTAMP()
FOR UPDATE SKIP LOCKED

-- lease_take(holder:text, ttl:int, name:text, token:int)
UPDATE lease
SET holder = :holder, token = token + 1, expires = CAST(strftime('%s', 'now') AS INTEGER) + :ttl
WHERE name = :name AND token = :token AND expires <= CAST(strftime('%s', 'now') AS INTEGER)
-- pgsql
UPDATE lease
SET holder = :holder, token = token + 1, expires = FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint + :ttl
WHERE name = :name AND token = :token AND expires <= FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint
-- mysql
UPDATE lease
SET holder = :holder, token = token + 1, expires = UNIX_TIMESTAMP() + :ttl
WHERE name = :name AND token = :token AND expires <= UNIX_TIMESTAMP()

-- The fence: whoever has lost the lease touches no row. It also holds the row until the transaction ends, so that
-- nobody can take the lease while it is being worked under.
-- lease_beat(ttl:int, name:text, token:int)
UPDATE lease
SET beat = beat + 1, expires = CAST(strftime('%s', 'now') AS INTEGER) + :ttl
WHERE name = :name AND token = :token AND expires > CAST(strftime('%s', 'now') AS INTEGER)
-- pgsql
UPDATE lease
SET beat = beat + 1, expires = FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint + :ttl
WHERE name = :name AND token = :token AND expires > FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint
-- mysql
UPDATE lease
SET beat = beat + 1, expires = UNIX_TIMESTAMP() + :ttl
WHERE name = :name AND token = :token AND expires > UNIX_TIMESTAMP()

-- lease_release(name:text, token:int)
UPDATE lease
SET expires = 0, beat = beat + 1
WHERE name = :name AND token = :token AND expires > 0;


-- The clock that leases go by.
-- lease_clock() -> now:time
SELECT CAST(strftime('%s', 'now') AS INTEGER)
-- pgsql
SELECT FLOOR(EXTRACT(EPOCH FROM clock_timestamp()))::bigint
-- mysql
SELECT UNIX_TIMESTAMP()
