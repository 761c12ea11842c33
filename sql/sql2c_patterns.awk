# What sql2c.awk makes of column LIKE :name{16}, whose rules stand in its head: a condition for each pattern that there can
# be, and the statement once more without any.

# --- declarations ---------------------------------------------------------------------------------------------------

# The parameter that statement q asks for patterns by, or "".
function patterns_parameter(q,    all, k) {
    for (k = 1; k <= nsections; k++)
        all = all (((q, section_name[k]) in text) ? text[q, section_name[k]] : "")
    all = filled(all, "common", where[q], line[q])
    return match(all, /:[a-z_]+[{][0-9]+[}]/) ? substr(all, RSTART + 1, index(substr(all, RSTART), "{") - 2) : ""
}

# Declares statement q once more, as one that asks for no pattern.
function without_patterns(q, parameter,    k, name) {
    if (!((q, "p", parameter) in field))
        return # and the text is refused
    nq++
    names[nq] = names[q] "_all"; where[nq] = where[q]; line[nq] = line[q]
    nparameters[nq] = nparameters[q]; types[nq, "p"] = types[q, "p"]
    ncolumns[nq] = ncolumns[q]; types[nq, "c"] = types[q, "c"]
    for (k = 1; k <= nparameters[q]; k++) {
        name = label[nq, "p", k] = label[q, "p", k]
        field[nq, "p", name] = k - 1
    }
    for (k = 1; k <= ncolumns[q]; k++)
        label[nq, "c", k] = label[q, "c", k]
    for (k = 1; k <= nsections; k++) {
        name = section_name[k]
        if ((q, name) in text) {
            begins[nq, name] = begins[q, name]
            text[nq, name] = text[q, name]
        }
    }
    plain[nq] = 1
    all_of[q] = nq
    patterns[q] = field[q, "p", parameter]
}

# --- SQL text -------------------------------------------------------------------------------------------------------

# Condition after condition, each of constants: PostgreSQL folds those without a pattern away and asks its index by the
# others; SQLite and MariaDB work them out once, not for each row.
function like_all(out, file_, line_, most_,    column, k, n, pattern) {
    if (placed !~ /^%s/ || !match(out, /[a-z_.]+ LIKE $/)) {
        complain(file_, line_, "patterns are asked for by: column LIKE :name{16}")
        return out
    }
    column = substr(out, RSTART, RLENGTH - 6)
    out = substr(out, 1, RSTART - 1)
    column = for_ == "mysql" ? "CAST(" column " AS BINARY)" : column # finds the same by bytes, in a third of the time
    binds = binds repeated(", " binds_last(), 4 * most_ - 1)
    nbinds += 4 * most_ - 1
    for (k = 0; k < most_; k++) {
        for (n = 0; n < 2; n++)
            pattern[n] = for_ == "pgsql" ? "json_extract_path_text(" placed "::json, '" k "', '" n "')" : \
                (for_ == "mysql" ? "JSON_VALUE(" : "json_extract(") placed ", '$[" k "][" n "]')"
        out = out (k ? " AND (" : "(") pattern[0] " IS NULL OR " column " LIKE " pattern[0] " ESCAPE '!' OR (" \
            pattern[1] " IS NOT NULL AND " column " LIKE " pattern[1] " ESCAPE '!'))"
    }
    return out
}

# Whatever the column is like: what is bound last isn't.
function like_any(out) {
    sub(/(, )?[0-9]+$/, "", binds)
    nbinds--
    sub(/[a-z_.]+ LIKE $/, "", out)
    return out "1 = 1"
}

function binds_last(    all, n) {
    n = split(binds, all, ", ")
    return all[n]
}

function repeated(s, n,    out) {
    while (n-- > 0)
        out = out s
    return out
}
