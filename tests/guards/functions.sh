#!/bin/sh
# Functions fit on a screen (60 lines) and have at most 15 ways through (1 + if, for, while, case, &&, ||, ?:).
. "$(dirname "$0")/guard.sh"
needs ctags

c_files | grep '\.c$' | ctags -L - -f - --languages=C --kinds-C=f --fields=ne --sort=no 2>/dev/null |
    $AWK -F '\t' -v lines=60 -v ways=15 '
# The text of a line without comments, strings and characters
function bare(text) {
    gsub(/\\./, "", text)
    gsub(/"[^"]*"/, "", text)
    gsub(/\047[^\047]*\047/, "", text)
    if (inside) { if (!sub(/^.*\*\//, "", text)) return ""; inside = 0 }
    gsub(/\/\*([^*]|\*[^\/])*\*\//, "", text)
    sub(/\/\/.*/, "", text)
    if (sub(/\/\*.*/, "", text)) inside = 1
    return text
}
{
    file = $2; begin = 0; end = 0
    for (i = 4; i <= NF; i++) {
        if ($i ~ /^line:/) begin = substr($i, 6) + 0
        if ($i ~ /^end:/) end = substr($i, 5) + 0
    }
    if (!begin || !end) next
    if (end - begin + 1 > lines)
        print file ":" begin ": " $1 " has " end - begin + 1 " lines; split it (limit " lines ")"
    n = 0; count = 1; inside = 0
    while (n < end && (getline text < file) > 0)
        if (++n >= begin) {
            text = bare(text)
            count += gsub(/(^|[^a-zA-Z_])(if|for|while|case)([^a-zA-Z_]|$)/, "&", text)
            count += gsub(/&&|\|\||\?/, "&", text)
        }
    close(file)
    if (count > ways)
        print file ":" begin ": " $1 " has " count " ways through; take it apart or use a table (limit " ways ")"
}' >>"$breaches"
verdict "no function is longer than 60 lines or more complex than 15"
