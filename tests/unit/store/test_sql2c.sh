#!/bin/sh
# What sql2c.awk makes of statements, and what it refuses; with each awk that is here.
top=${top_srcdir:-$(cd "$(dirname "$0")/../../.." && pwd)}
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/sql/schema" "$dir/out"
wrong=0 count=0

compile() { "$awk" -v to="$dir/out" -f "$top/sql/sql2c.awk" -f "$top/sql/sql2c_patterns.awk" "$@" >"$dir/said" 2>&1; }
verdict() { # verdict NAME STATUS
    count=$((count + 1))
    if [ "$2" = 0 ]; then echo "ok: $1 ($awk)"; else echo "not ok: $1 ($awk)"; cat "$dir/said"; wrong=1; fi
}

# refuses NAME "LINE: words of the message", with the statements on standard input
refuses() {
    cat >"$dir/sql/x.sql"
    ! compile "$dir/sql/x.sql" && grep -qF "sql/x.sql:$2" "$dir/said"
    verdict "$1" $?
}

# makes NAME TEXT: one of the three texts is TEXT followed by the numbers of its binds
makes() {
    cat >"$dir/sql/x.sql"
    rm -f "$dir"/out/*
    compile "$dir/sql/x.sql" && sed -e 's/^ *{//; s/},$//' "$dir/out/statements_gen.c" | grep -qxF "$2"
    verdict "$1" $?
}

all() {
makes "types choose the binds" '"SELECT a FROM t WHERE i = %lld AND s = %s AND t > %lld AND d = %s", 4, binds_1_sqlite' <<'END'
-- q(i:int, s:text, t:time, d:date) -> a
SELECT a FROM t
WHERE i = :i AND s = :s AND t > :t AND d = :d;
END
makes "PostgreSQL is told the types" '"UPDATE t SET s = %s::text WHERE i = %lld::bigint", 2, binds_1_pgsql' <<'END'
-- q(i:int, s:text)
UPDATE t SET s = :s WHERE i = :i
END
makes "casts, times and literals hold no parameters" '"SELECT a::text, '"'12:30 :no'', \\\"' || b, \\\":no\\\" FROM t WHERE i = %lld"'", 1, binds_1_sqlite' <<'END'
-- q(i:int) -> a, b, c
SELECT a::text, '12:30 :no'', "' || b, ":no" FROM t WHERE i = :i
END
makes "a backslash, which is for one database alone, is one in the text" '"SELECT a FROM t WHERE a ~ '"'[\\\\u0001]'"'", 0, NULL' <<'END'
-- q() -> a
SELECT a FROM t
-- pgsql
SELECT a FROM t WHERE a ~ '[\u0001]'
END
makes "a per cent sign is doubled" '"DELETE FROM t WHERE a LIKE '"'%%x%%'"' AND i %% 2 = 0", 0, NULL' <<'END'
-- q()
DELETE FROM t WHERE a LIKE '%x%' AND i % 2 = 0
END
like='SELECT a FROM t WHERE b = %lld AND (json_extract(%s, '"'\$[0][0]'"') IS NULL OR t.s LIKE json_extract(%s, '"'\$[0][0]'"') ESCAPE '"'!'"' OR (json_extract(%s, '"'\$[0][1]'"') IS NOT NULL AND t.s LIKE json_extract(%s, '"'\$[0][1]'"') ESCAPE '"'!'"'))'
makes "a column is like one spelling of each pattern there is" "\"$like\", 5, binds_1_sqlite" <<'END'
-- q(b:int, like:text) -> a
SELECT a FROM t WHERE b = :b AND t.s LIKE :like{1}
END
makes "without a pattern a statement that asks for none is run" '"SELECT a FROM t WHERE b = %lld::bigint AND 1 = 1 AND c = %lld::bigint", 2, binds_2_pgsql' <<'END'
-- q(b:int, like:text, c:int) -> a
SELECT a FROM t WHERE b = :b AND t.s LIKE :like{16} AND c = :c
-- pgsql
SELECT a FROM t WHERE b = :b AND t.s LIKE :like{1} AND c = :c
END
makes "comments go" '"DELETE FROM t WHERE a = 1", 0, NULL' <<'END'
-- before :x
-- q()
-- between
DELETE /* inside :x */ FROM t -- after :x
WHERE a = 1
END
makes "a part is written once, without the comment after it, and bound where it stands" '"SELECT a FROM t WHERE i = %lld AND j = %lld", 2, binds_1_sqlite' <<'END'
-- part both
i = :i AND j = :j
-- what comes next
-- q(i:int, j:int) -> a
SELECT a FROM t WHERE {{both}}
END
makes "a part may have a text for one database" '"SELECT a FROM t WHERE i <=> %lld", 1, binds_1_mysql' <<'END'
-- part same
i = :i
-- mysql
i <=> :i
-- q(i:int) -> a
SELECT a FROM t WHERE {{same}}
END
refuses "a part that isn't there" "1: there is no part nowhere" <<'END'
-- q() -> a
SELECT a FROM {{nowhere}}
END
makes "one database may have a text of its own" '"INSERT IGNORE INTO t VALUES (%lld)", 1, binds_1_mysql' <<'END'
-- q(i:int)
INSERT INTO t VALUES (:i) ON CONFLICT DO NOTHING
-- mysql
INSERT IGNORE INTO t VALUES (:i)
END
makes "a long declaration goes on" '"SELECT a, b FROM t WHERE i = %lld AND j = %lld", 2, binds_1_sqlite' <<'END'
-- q(i:int,
--   j:int) ->
--   a:int, b
SELECT a, b FROM t WHERE i = :i AND j = :j
END
makes "a table is made of a text for SQLite" '"SELECT r.id FROM (SELECT json_extract(value, '"'\$[0]'"') AS id, json_extract(value, '"'\$[1]'"') AS n FROM json_each(%s)) r WHERE r.id > %lld", 2, binds_1_sqlite' <<'END'
-- q(rows:text, i:int) -> id:int
SELECT r.id FROM :rows{id:int, n:text} r WHERE r.id > :i
END
makes "a table is made of a text for PostgreSQL" '"SELECT r.id FROM (SELECT (value->>0)::bigint AS id, value->>1 AS n FROM json_array_elements(%s::text::json)) r WHERE r.id > %lld::bigint", 2, binds_1_pgsql' <<'END'
-- q(rows:text, i:int) -> id:int
SELECT r.id FROM :rows{id:int, n:text} r WHERE r.id > :i
END
makes "a table is made of a text for MariaDB" '"SELECT r.id FROM JSON_TABLE(%s, '"'\$[*]'"' COLUMNS(id BIGINT PATH '"'\$[0]'"' ERROR ON ERROR, n VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '"'\$[1]'"' ERROR ON ERROR)) r WHERE r.id > %lld", 2, binds_1_mysql' <<'END'
-- q(rows:text, i:int) -> id:int
SELECT r.id FROM :rows{id:int, n:text} r WHERE r.id > :i
END
makes "the order of tables is kept on MariaDB" '"DELETE FROM t WHERE EXISTS (SELECT 1 FROM a STRAIGHT_JOIN b WHERE b.i = a.i)", 0, NULL' <<'END'
-- q()
DELETE FROM t WHERE EXISTS (SELECT 1 FROM a CROSS
JOIN b WHERE b.i = a.i)
END
makes "cells are looked for in SQLite" '"DELETE FROM t WHERE i IN (SELECT json_extract(value, '"'\$[0]'"') FROM json_each(%s))", 1, binds_1_sqlite' <<'END'
-- q(rows:text)
DELETE FROM t WHERE i IN :rows{int}
-- mysql
DELETE FROM t
END
makes "cells are looked for in PostgreSQL" '"DELETE FROM t WHERE i = ANY (ARRAY(SELECT (value->>0)::bigint FROM json_array_elements(%s::text::json)))", 1, binds_1_pgsql' <<'END'
-- q(rows:text)
DELETE FROM t WHERE i IN :rows{int}
-- mysql
DELETE FROM t
END
refuses "looking for cells in MariaDB" "2: MariaDB would read the whole account for IN" <<'END'
-- q(rows:text)
DELETE FROM t WHERE i IN :rows{int}
END
refuses "a table made of a number" "2: a table is made of a text: :name{column:type, ...}" <<'END'
-- q(i:int) -> id:int
SELECT r.id FROM :i{id:int} r
END
refuses "a table's column of an unknown type" "2: \"id:date\" isn't column:type with a type of int, time, text" <<'END'
-- q(rows:text) -> id:int
SELECT r.id FROM :rows{id:date} r
END
refuses "an undeclared name" "3: :other isn't a parameter of q" <<'END'
-- q(i:int)
DELETE FROM t
WHERE i = :i AND j = :other
END
refuses "an undeclared name below a literal of two lines" "4: :other isn't a parameter of q" <<'END'
-- q()
DELETE FROM t WHERE a = 'x
y' AND b = 1
AND j = :other
END
refuses "a parameter that isn't used" "2: parameter j of q isn't used" <<'END'

-- q(i:int, j:int)
DELETE FROM t WHERE i = :i
END
refuses "a statement declared twice" "3: q is declared in sql/x.sql:1 already" <<'END'
-- q()
DELETE FROM t
-- q()
DELETE FROM u
END
refuses "an unknown type" "1: \"i:number\" isn't name:type" <<'END'
-- q(i:number)
DELETE FROM t WHERE i = :i
END
makes "a time that may be none is bound like one that may not" '"DELETE FROM t WHERE t = %lld::bigint", 1, binds_1_pgsql' <<'END'
-- q(t:time?)
DELETE FROM t WHERE t = :t
END
refuses "a column that says that it may be NULL" "1: t: any column may be NULL" <<'END'
-- q() -> t:time?
SELECT t FROM t
END
refuses "a parameter without a type" "1: \"i\" isn't name:type" <<'END'
-- q(i)
DELETE FROM t WHERE i = :i
END
refuses "a parameter declared twice" "1: i is declared twice" <<'END'
-- q(i:int, i:text)
DELETE FROM t WHERE i = :i
END
refuses "a declaration without SQL" "1: q has no SQL" <<'END'
-- q()
-- r()
DELETE FROM t
END
refuses "columns that aren't declared" "1: q hands out columns, but declares none" <<'END'
-- q()
SELECT a FROM t
END
refuses "columns that aren't handed out" "1: q declares columns, but its SQL hands none out" <<'END'
-- q() -> a
DELETE FROM t
END
refuses "a quote that isn't closed" "3: the quote ' isn't closed" <<'END'
-- q()
DELETE FROM t
WHERE a = 'x
END
refuses "a backslash, which the databases read differently" "2: a backslash in a literal" <<'END'
-- q()
DELETE FROM t WHERE a LIKE '\%'
END
refuses "numbered parameters" "2: parameters are written :name" <<'END'
-- q()
DELETE FROM t WHERE a = $1
END
refuses "two columns of one C name" "3: column c of q_b has the C name of another" <<'END'
-- q() -> b_c
SELECT b_c FROM t
-- q_b() -> c
SELECT c FROM t
END
refuses "SQL that belongs to nothing" "1: SQL before the first declaration" <<'END'
DELETE FROM t
END

mkdir -p "$dir/schema/tests"
printf -- '-- q()\nDELETE FROM t\n' >"$dir/schema/tests/x.sql"
compile "$dir/schema/tests/x.sql"
verdict "a checkout may stand below a folder named schema" $?

cat >"$dir/sql/schema/001_first.sql" <<'END'
-- first; a comment
CREATE TABLE t (
  a VARCHAR(10) NOT NULL -- a name; as typed
);
-- pgsql only
CREATE INDEX t_a ON t USING gin (a);
-- mysql only
UPDATE t SET a = 'x; y
z' WHERE a LIKE '%';
END
steps() { sed -n "/steps_1_$1/,/^};/p" "$dir/out/schema_gen.c" | grep -F '    "'; }
compile "$dir/sql/schema/001_first.sql" &&
    [ "$(steps sqlite)" = '    "CREATE TABLE t ( a VARCHAR(10) NOT NULL )",' ] &&
    [ "$(steps pgsql | tail -n 1)" = '    "CREATE INDEX t_a ON t USING gin (a)",' ] &&
    steps pgsql | grep -qF 'a VARCHAR(10) COLLATE \"C\" NOT NULL )",' &&
    steps mysql | grep -qF ') ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",' &&
    steps mysql | grep -qF "UPDATE t SET a = 'x; y\\nz' WHERE a LIKE '%'\"," && [ "$(steps mysql | wc -l)" = 2 ]
verdict "a migration is taken apart for each database" $?
echo "CREATE TABLE u (a INTEGER)" >"$dir/sql/schema/002_second.sql"
! compile "$dir"/sql/schema/*.sql && grep -qF "sql/schema/002_second.sql:1: the statement doesn't end" "$dir/said"
verdict "a migration that doesn't end is refused" $?
mv "$dir/sql/schema/002_second.sql" "$dir/sql/schema/003_third.sql"
! compile "$dir"/sql/schema/*.sql && grep -qF "sql/schema/003_third.sql:1: migrations are named" "$dir/said"
verdict "a gap between migrations is refused" $?
rm "$dir"/sql/schema/003*
served() { # served "NUMBER, SERVES" "LINE of 002" ["LINE of 003"]
    printf '%s\nCREATE INDEX t_b ON t (b);\n' "$2" >"$dir/sql/schema/002_second.sql"
    printf '%s\nCREATE INDEX t_c ON t (c);\n' "${3:-}" >"$dir/sql/schema/003_third.sql"
    compile "$dir"/sql/schema/*.sql && grep -qF "    {$1, " "$dir/out/schema_gen.c"
}
served "2, 2" ""
verdict "a migration that says nothing serves no older program" $?
served "2, 1" "-- serves 1" && served "3, 1" "-- serves 1" "-- serves 1" && served "3, 2" "" "-- serves 2"
verdict "a migration says which programs go on working" $?
! served "3, 1" "" "-- serves 1" && grep -qF "sql/schema/003_third.sql:1: a migration can serve 2 to 2" "$dir/said"
verdict "a migration that serves a program which the one before it shut out is refused" $?
! served "2, 2" "-- serves 2" && grep -qF "sql/schema/002_second.sql:1: a migration can serve 1 to 1" "$dir/said"
verdict "a migration that serves itself is refused" $?
rm "$dir"/sql/schema/*
}

for awk in mawk gawk original-awk "busybox awk"; do
    command -v "$awk" >/dev/null && all
done
[ $count -gt 0 ] || { awk=${AWK:-awk}; all; }
exit $wrong
