# Compiles the SQL of sql/ into C: awk -v to=DIRECTORY -f sql2c.awk -f sql2c_patterns.awk sql/*.sql sql/schema/*.sql
# Any POSIX awk will do. What is wrong is told as file:line: message, and nothing is written then.
#
# NAMED STATEMENTS, sql/*.sql
#
#   -- employee_newest(account:int, product:int, limit:int) -> id:int, name, activated_at:time
#   SELECT id, name, activated_at FROM … WHERE account = :account …
#   -- pgsql
#   SELECT … the text for this one database …
#
#   A declaration begins at the left margin; one that is too long goes on in further "--" lines for as long as a line
#   ends in "," or "(" or "->". Types are int, text, time, date; a column without one is text. Any column may be NULL.
#   Parameters are passed in the order of the declaration, and used by :name as often as wanted, in any order. On
#   PostgreSQL each is cast to bigint or text, as it couldn't tell the type in, say, ":name IS NULL". One of time is an
#   instant, and 0 is 1970; where 0 is to be NULL its type is time?.
#   :name{id:int, login:text} is a table made of a text parameter that store/json_rows.c writes: a JSON array of rows, whose
#   cells are these columns in order. So one statement does for many rows. It is to come first: FROM :rows{…} r CROSS
#   JOIN employee e WHERE …, which makes SQLite keep the order, and MariaDB too, for which it is written STRAIGHT_JOIN.
#   PostgreSQL chooses by itself, and badly where it has no statistics: for it, e.id IN :name{int} finds rows by the
#   first cells, and goes by the index. So can SQLite.
#   column LIKE :name{16} holds where the column is like each of up to 16 rows of patterns (ESCAPE '!'), of which each has
#   one or two: like the one or the other. Without a row it holds for all: so the statement is compiled a second time as
#   NAME_ALL, without the condition, and store/statement.c runs that one where there is no pattern, as is most often so.
#   PostgreSQL would take dozens of parameters apart just to fold them away.
#   "-- part NAME" begins a text that statements of any file hold as {{NAME}}, so that it is written once.
#   "-- sqlite", "-- pgsql", "-- mysql" alone on a line begin the text for one database; the text before them is for
#   the others. Other comments are dropped. A ";" at the end isn't needed.
#
# MIGRATIONS, sql/schema/NNN_name.sql
#
#   Single statements, each ending in ";" at a line's end. "-- sqlite only", "-- pgsql only", "-- mysql only" alone on
#   a line before a statement says that it is for one database. What the databases want said otherwise is said here:
#   on PostgreSQL every VARCHAR is compared byte by byte (COLLATE "C"), and so on MariaDB, whose tables also get their
#   engine and character set, so that orders, keys and comparisons are the same everywhere.
#   "-- serves N" alone on a line says that programs which know schema N, N+1, … go on working while this migration is
#   carried out and after it, beside newer ones; without it they are refused. It may be said of what only adds:
#     new tables; new indexes that aren't unique; wider columns; new columns that may be NULL or have a DEFAULT, where
#     what the older programs' rows then hold is right.
#   It may not where anything is dropped, renamed, or means something else from now on; where a key or condition is new
#   that older programs could break; where newer programs write words into a column that older ones don't know, or read
#   what older ones don't write (as 002's table of words).
#
# WRITES to/statements_gen.h (enums of statements and columns), to/statements_gen.c, to/schema_gen.c;
# their types are in mod_licences/store/statement_texts_private.h.

BEGIN {
    split("sqlite pgsql mysql", dialect, " ")
    nsections = split("common sqlite pgsql mysql", section_name, " ")
    letter["int"] = "i"; letter["text"] = "s"; letter["time"] = "t"; letter["date"] = "d"; letter["time?"] = "o"
    suffix["mysql"] = " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    most = 100 # LIC_BINDS_MAX of mod_licences/store/statement_texts_private.h
    nq = nm = nparts = 0
}

FNR == 1 {
    file_ends()
    file = FILENAME
    sub(/^.*\/sql\//, "sql/", file)
    schema = file ~ /(^|\/)schema\/[^\/]*$/ # not where the checkout itself stands below such a folder
    if (schema)
        migration_begins()
    else
        current = ""
}

{ sub(/[ \t\r]+$/, "") }

schema { migration_line(); next }
declaring { sub(/^--[ \t]*/, ""); declaration = declaration " " $0; declared(); next }
/^-- [a-z][a-z0-9_]*\(/ { declaration = substr($0, 4); at = FNR; declared(); next }
/^-- part [a-z_]+$/ { part_begins($3); next }
/^-- (sqlite|pgsql|mysql)$/ { section_begins($2); next }
# a comment at the end of a part would swallow what follows it in a statement
/^[ \t]*--/ && (current == "" || current < 0) { next }
{
    if (current == "") {
        if ($0 !~ /^[ \t]*$/)
            complain(file, FNR, "SQL before the first declaration")
        next
    }
    text[current, section] = text[current, section] $0 "\n"
}

END {
    file_ends()
    ndeclared = nq
    for (q = 1; q <= ndeclared; q++)
        if ((asked = patterns_parameter(q)) != "")
            without_patterns(q, asked)
    for (q = 1; q <= nq; q++)
        for (k = 1; k <= 3; k++)
            compile(q, dialect[k])
    for (q = 1; q <= nq; q++)
        check(q)
    if (bad)
        exit 1
    write_header(to "/statements_gen.h")
    write_statements(to "/statements_gen.c")
    write_schema(to "/schema_gen.c")
}

function complain(where, line, what) {
    print where ":" line ": " what > "/dev/stderr"
    bad = 1
}

function trimmed(s) {
    gsub(/^[ \t\n]+|[ \t\n;]+$/, "", s)
    return s
}

# --- declarations ---------------------------------------------------------------------------------------------------

function declared(    open, close_, name, rest) {
    declaring = declaration ~ /(,|\(|->)$/
    if (declaring)
        return
    open = index(declaration, "(")
    close_ = index(declaration, ")")
    name = substr(declaration, 1, open - 1)
    rest = trimmed(substr(declaration, close_ + 1))
    current = ""
    if (close_ < open || (rest != "" && rest !~ /^->/)) {
        complain(file, at, "a declaration looks like: -- name(parameter:type, ...) -> column:type, ...")
        return
    }
    if (name in number) {
        complain(file, at, name " is declared in " where[number[name]] ":" line[number[name]] " already")
        return
    }
    current = ++nq
    number[name] = nq
    names[nq] = name; where[nq] = file; line[nq] = at
    nparameters[nq] = fields(nq, "p", substr(declaration, open + 1, close_ - open - 1))
    ncolumns[nq] = fields(nq, "c", substr(rest, 3))
    if (rest != "" && ncolumns[nq] == 0)
        complain(file, at, "no column after ->")
    section = "common"
    begins[nq, section] = FNR + 1
    text[nq, section] = ""
}

# The parameters (kind "p") or columns (kind "c") of statement q: their types as letters in types[q, kind].
function fields(q, kind, list,    part, n, k, pair, type) {
    types[q, kind] = ""
    if (trimmed(list) == "")
        return 0
    n = split(list, part, ",")
    for (k = 1; k <= n; k++) {
        part[k] = trimmed(part[k])
        split(part[k], pair, ":")
        type = part[k] ~ /:/ ? pair[2] : (kind == "c" ? "text" : "")
        if (pair[1] !~ /^[a-z_][a-z0-9_]*$/ || !(type in letter))
            complain(file, at, "\"" part[k] "\" isn't name:type with a type of int, text, time, date")
        if (kind == "c" && type == "time?")
            complain(file, at, pair[1] ": any column may be NULL: its type is time")
        if ((q, kind, pair[1]) in field)
            complain(file, at, pair[1] " is declared twice")
        field[q, kind, pair[1]] = k - 1
        label[q, kind, k] = pair[1]
        types[q, kind] = types[q, kind] letter[type]
    }
    return n
}

# A part has a number of its own below 0, and neither parameters nor columns.
function part_begins(name) {
    if (name in part_number)
        complain(file, FNR, "the part " name " is there already")
    current = part_number[name] = --nparts
    names[current] = "the part " name
    section = "common"
    begins[current, section] = FNR + 1
    text[current, section] = ""
}

# The text with each {{NAME}} replaced by that part's text for database d.
function filled(source, d, where_, line_,    out, name, n) {
    out = ""
    while (match(source, /[{][{][a-z_]+[}][}]/)) {
        name = substr(source, RSTART + 2, RLENGTH - 4)
        out = out substr(source, 1, RSTART - 1)
        source = substr(source, RSTART + RLENGTH)
        if (!(name in part_number)) {
            complain(where_, line_, "there is no part " name)
            continue
        }
        n = part_number[name]
        source = trimmed(((n, d) in text) ? text[n, d] : text[n, "common"]) source
    }
    return out source
}

function section_begins(name) {
    if (current == "") {
        complain(file, FNR, "-- " name " without a declaration before it")
        return
    }
    if ((current, name) in text)
        complain(file, FNR, names[current] " has a text for " name " already")
    section = name
    begins[current, section] = FNR + 1
    text[current, section] = ""
}

function file_ends() {
    if (declaring)
        complain(file, at, "the declaration doesn't end")
    if (schema && trimmed(pending) != "")
        complain(file, pending_at, "the statement doesn't end in \";\" at a line's end")
    declaring = 0
    pending = ""
}

# --- SQL text -------------------------------------------------------------------------------------------------------

# Text without comments and needless blanks. With binding, :names become apr_dbd's %lld and %s, counted in nbinds and
# listed in binds, and % becomes %%. q 0: a migration, handed over as it is.
function scan(source, file_, line_, q, portable,    out, c, d, j, length_, i, word) {
    out = ""; nbinds = 0; binds = ""
    length_ = length(source)
    for (i = 1; i <= length_; i = j) {
        c = substr(source, i, 1)
        d = substr(source, i, 2)
        j = i + 1
        if (c == "'" || c == "\"" || c == "`") {
            while (j <= length_ && substr(source, j, 1) != c)
                j++
            word = substr(source, i, j - i + 1)
            if (j++ > length_)
                complain(file_, line_, "the quote " c " isn't closed")
            if (portable && index(word, "\\"))
                complain(file_, line_, "a backslash in a literal is an escape to MariaDB and to no other")
            if (q)
                gsub(/%/, "%%", word)
            out = out word
            line_ += gsub(/\n/, "", word)
        } else if (d == "--" || d == "/*") {
            word = d == "--" ? "\n" : "*/"
            j = index(substr(source, i + 2), word)
            j = j ? i + 2 + (j - 1) + (d == "--" ? 0 : 2) : length_ + 1
            word = substr(source, i, j - i)
            line_ += gsub(/\n/, "", word)
        } else if (d == "::") {
            out = out d
            j = i + 2
        } else if (c ~ /[ \t\n]/) {
            line_ += c == "\n"
            if (out !~ / $/)
                out = out " "
        } else if (q && c == ":" && match(substr(source, j), /^[A-Za-z_][A-Za-z0-9_]*/)) {
            word = substr(source, j, RLENGTH)
            j += RLENGTH
            out = out bound(file_, line_, q, word)
            if (substr(source, j, 1) == "{") {
                d = index(substr(source, j), "}")
                word = substr(source, j + 1, d - 2)
                out = substr(out, 1, length(out) - length(placed))
                if (word ~ /^[0-9]+$/ && (q in plain))
                    out = like_any(out)
                else if (word ~ /^[0-9]+$/)
                    out = like_all(out, file_, line_, word + 0)
                else
                    out = word ~ /:/ ? out table_of(file_, line_, word) : within(out, file_, line_, word)
                j += d
            }
        } else if (q && (c == "?" || d ~ /^\$[0-9]$/)) {
            complain(file_, line_, "parameters are written :name, not " d)
        } else
            out = out (q && c == "%" ? "%%" : c)
    }
    return trimmed(out)
}

function bound(file_, line_, q, word,    k) {
    if (!((q, "p", word) in field)) {
        complain(file_, line_, ":" word " isn't a parameter of " names[q])
        return ""
    }
    k = field[q, "p", word]
    used[q, k] = 1
    binds = binds (nbinds++ ? ", " : "") k
    placed = substr(types[q, "p"], k + 1, 1) ~ /[ito]/ ? "%lld" cast["int"] : "%s" cast["text"]
    return placed
}

# What stands before it in the first cells of the text that is bound last. PostgreSQL, where it knows little about a
# table, would rather read the whole account than look each up; an array is looked up.
function within(out, file_, line_, type,    first) {
    if (placed !~ /^%s/ || out !~ / IN $/ || type !~ /^(int|text)$/)
        complain(file_, line_, "cells are looked for by: column IN :name{int} (or text)")
    if (for_ == "sqlite")
        return out "(SELECT json_extract(value, '$[0]') FROM json_each(" placed "))"
    if (for_ == "mysql")
        complain(file_, line_, "MariaDB would read the whole account for IN: say it by a join below -- mysql")
    first = type == "int" ? "(value->>0)::bigint" : "value->>0"
    return substr(out, 1, length(out) - 3) "= ANY (ARRAY(SELECT " first " FROM json_array_elements(" placed "::json)))"
}

# A derived table of the text that is bound last: its columns are the cells of each row, by place.
function table_of(file_, line_, columns,    part, pair, n, k, whole, out) {
    n = split(columns, part, ",")
    if (placed !~ /^%s/ || !n)
        complain(file_, line_, "a table is made of a text: :name{column:type, ...}")
    for (k = 1; k <= n; k++) {
        part[k] = trimmed(part[k])
        split(part[k], pair, ":")
        if (pair[1] !~ /^[a-z_][a-z0-9_]*$/ || pair[2] !~ /^(int|time|text)$/)
            complain(file_, line_, "\"" part[k] "\" isn't column:type with a type of int, time, text")
        whole = pair[2] != "text"
        out = out (k > 1 ? ", " : "")
        if (for_ == "mysql")
            out = out pair[1] (whole ? " BIGINT" : " VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") \
                " PATH '$[" (k - 1) "]' ERROR ON ERROR"
        else if (for_ == "pgsql")
            out = out (whole ? "(value->>" (k - 1) ")::bigint" : "value->>" (k - 1)) " AS " pair[1]
        else
            out = out "json_extract(value, '$[" (k - 1) "]') AS " pair[1]
    }
    if (for_ == "mysql")
        return "JSON_TABLE(" placed ", '$[*]' COLUMNS(" out "))"
    return "(SELECT " out " FROM " \
        (for_ == "pgsql" ? "json_array_elements(" placed "::json)" : "json_each(" placed ")") ")"
}

function compile(q, d,    from, verb) {
    from = (q, d) in text ? d : "common"
    for_ = d
    cast["int"] = d == "pgsql" ? "::bigint" : ""
    cast["text"] = d == "pgsql" ? "::text" : ""
    sql[q, d] = scan(filled(text[q, from], d, where[q], line[q]), where[q], begins[q, from], q, from == "common")
    if (d == "mysql")
        gsub(/ CROSS JOIN /, " STRAIGHT_JOIN ", sql[q, d])
    sql_binds[q, d] = binds
    sql_nbinds[q, d] = nbinds
    if (sql[q, d] == "") {
        # a statement with texts for some databases only is meant so; one without any is a mistake
        if (from != "common" || !((q, "sqlite") in text || (q, "pgsql") in text || (q, "mysql") in text))
            complain(where[q], line[q], names[q] " has no SQL")
        return
    }
    verb = toupper(sql[q, d])
    if (ncolumns[q] && verb !~ /^(SELECT|WITH|VALUES|PRAGMA|SHOW|SET STATEMENT [^;]* FOR SELECT|\()/ && verb !~ / RETURNING /)
        complain(where[q], line[q], names[q] " declares columns, but its SQL hands none out")
    if (!ncolumns[q] && (verb ~ /^(SELECT|VALUES|SHOW)/ || verb ~ / RETURNING /))
        complain(where[q], line[q], names[q] " hands out columns, but declares none")
}

function check(q,    k, name) {
    for (k = 1; k <= nparameters[q]; k++)
        if (!((q, k - 1) in used))
            complain(where[q], line[q], "parameter " label[q, "p", k] " of " names[q] " isn't used")
    for (k = 1; k <= 3; k++)
        if (nparameters[q] > most || sql_nbinds[q, dialect[k]] > most)
            complain(where[q], line[q], "more than " most " parameters (LIC_BINDS_MAX)")
    for (k = 1; k <= ncolumns[q]; k++) {
        name = column_name(q, k)
        if (name in taken)
            complain(where[q], line[q], "column " label[q, "c", k] " of " names[q] " has the C name of another: " name)
        taken[name] = 1
    }
}

# --- migrations -----------------------------------------------------------------------------------------------------

function migration_begins(    name) {
    name = file
    sub(/^.*\//, "", name)
    if (name !~ /^[0-9]+_[a-z0-9_]+\.sql$/ || name + 0 != nm + 1)
        complain(file, 1, "migrations are named 001_word.sql, 002_word.sql ..., without a gap and in order")
    migration[++nm] = name
    serves[nm] = nm
    for (k = 1; k <= 3; k++)
        nsteps[nm, dialect[k]] = 0
    only = ""
}

function migration_line() {
    if ($0 ~ /^-- (sqlite|pgsql|mysql) only$/)
        only = $2
    if ($0 ~ /^-- serves [0-9]+$/) {
        serves[nm] = $3 + 0
        if (serves[nm] < 1 || serves[nm] >= nm || serves[nm] < serves[nm - 1])
            complain(file, FNR, "a migration can serve " (nm > 1 ? serves[nm - 1] " to " nm - 1 : "none") ": none before what the one before it serves")
    }
    if ($0 ~ /^[ \t]*(--.*)?$/)
        return
    if (pending == "")
        pending_at = FNR
    pending = pending $0 "\n"
    if ($0 ~ /;$/) {
        for (k = 1; k <= 3; k++)
            if (only == "" || only == dialect[k])
                step(dialect[k], scan(pending, file, pending_at, 0, only == ""))
        pending = only = ""
    }
}

function step(d, s,    creates) {
    creates = toupper(s) ~ /^CREATE TABLE /
    if (d == "pgsql" && only == "")
        gsub(/VARCHAR\([0-9]+\)/, "& COLLATE \"C\"", s)
    steps[nm, d, ++nsteps[nm, d]] = s (creates && only == "" ? suffix[d] : "")
}

# --- C --------------------------------------------------------------------------------------------------------------

function literal(s) {
    if (s == "")
        return "NULL"
    gsub(/\\/, "\\\\\\\\", s) # four of them, as mawk and gawk both make two of these
    gsub(/"/, "\\\"", s)
    gsub(/\n/, "\\n", s)
    return "\"" s "\""
}

function column_name(q, k) {
    return "LIC_C_" toupper(names[q]) "_" toupper(label[q, "c", k])
}

function write_header(to,    q, k) {
    print "/* Made by sql2c.awk from sql/. */\n#ifndef LIC_STATEMENTS_GEN_H\n#define LIC_STATEMENTS_GEN_H\n" > to
    print "typedef enum {" > to
    for (q = 1; q <= nq; q++)
        print "    LIC_Q_" toupper(names[q]) ", /* " where[q] ":" line[q] " */" > to
    print "    LIC_Q_COUNT\n} lic_statement_t;\n" > to
    for (q = 1; q <= nq; q++) {
        if (!ncolumns[q])
            continue
        print "enum {" > to
        for (k = 1; k <= ncolumns[q]; k++)
            print "    " column_name(q, k) (k < ncolumns[q] ? "," : "") > to
        print "};" > to
    }
    print "\n#endif" > to
    close(to)
}

function write_statements(to,    q, k, d) {
    print "/* Made by sql2c.awk from sql/. */\n#include \"store/statement_texts_private.h\"\n#include <stddef.h>\n" > to
    for (q = 1; q <= nq; q++)
        for (k = 1; k <= 3; k++) {
            d = dialect[k]
            if (sql_nbinds[q, d])
                print "static const unsigned char binds_" q "_" d "[] = {" sql_binds[q, d] "};" > to
        }
    print "\nconst lic_statement_text_t lic_statement_texts[] = {" > to
    for (q = 1; q <= nq; q++) {
        print "    {\"" names[q] "\", " nparameters[q] ", \"" types[q, "p"] "\", " ncolumns[q] ", \"" types[q, "c"] "\", " \
            ((q in all_of) ? patterns[q] ", LIC_Q_" toupper(names[all_of[q]]) : "0, 0") ", {" > to
        for (k = 1; k <= 3; k++) {
            d = dialect[k]
            print "        {" literal(sql[q, d]) ", " sql_nbinds[q, d] ", " \
                (sql_nbinds[q, d] ? "binds_" q "_" d : "NULL") "}," > to
        }
        print "    }}," > to
    }
    print "    {NULL, 0, NULL, 0, NULL, 0, 0, {{NULL, 0, NULL}}}\n};" > to
    close(to)
}

function write_schema(to,    m, k, i, d) {
    print "/* Made by sql2c.awk from sql/schema/. */\n#include \"store/statement_texts_private.h\"\n#include <stddef.h>\n" > to
    for (m = 1; m <= nm; m++)
        for (k = 1; k <= 3; k++) {
            d = dialect[k]
            print "static const char *const steps_" m "_" d "[] = {" > to
            for (i = 1; i <= nsteps[m, d]; i++)
                print "    " literal(steps[m, d, i]) "," > to
            print "    NULL\n};\n" > to
        }
    print "const lic_migration_t lic_migrations[] = {" > to
    for (m = 1; m <= nm; m++)
        print "    {" m ", " serves[m] ", " literal(migration[m]) ", {steps_" m "_sqlite, steps_" m "_pgsql, steps_" m "_mysql}}," > to
    print "    {0, 0, NULL, {NULL, NULL, NULL}}\n};" > to
    close(to)
}
