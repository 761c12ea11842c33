-- Statements of test_db and test_transaction, compiled beside those of sql/schema.sql for these alone.

-- thing_insert(id:int, note:text, at:time?, day:date)
INSERT INTO thing (id, note, at, day) VALUES (:id, :note, :at, :day)

-- thing_set(at:time, id:int)
UPDATE thing SET at = :at WHERE id = :id

-- thing(id:int) -> id:int, note, at:time, day:date
SELECT id, note, at, day FROM thing WHERE id = :id

-- thing_from(id:int, limit:int) -> id:int, note:text
SELECT id, note FROM thing WHERE id >= :id ORDER BY id LIMIT :limit

-- Binds in another order than the declaration's, some of them twice, beside what only looks like one.
-- puzzle(a:int, b:text, c:int) -> sum:int, tail:text, is_null:int, literal:text
SELECT :c - :a - :a, :b || ' 100% :a', -- :a in a comment
    CASE WHEN :b IS NULL THEN 1 ELSE 0 END /* :b */, 'it''s :a, 5%d'
-- mysql
SELECT :c - :a - :a, CONCAT(:b, ' 100% :a'), CASE WHEN :b IS NULL THEN 1 ELSE 0 END, 'it''s :a, 5%d'

-- thing_rename(id:int, note:text)
UPDATE thing SET note = :note WHERE id = :id

-- thing_count(note:text) -> count:int
SELECT COUNT(*) FROM thing WHERE note = :note

-- thing_notes() -> note
SELECT note FROM thing ORDER BY note

-- counter_add(id:int)
UPDATE thing SET at = at + 1 WHERE id = :id

-- session() -> id:int
SELECT 0
-- pgsql
SELECT pg_backend_pid()
-- mysql
SELECT CONNECTION_ID()

-- Ends another session, and waits until it has gone.
-- session_end(id:int) -> done:int
-- pgsql
SELECT CASE WHEN pg_terminate_backend(CAST(:id AS INTEGER), 10000) THEN 1 ELSE 0 END
