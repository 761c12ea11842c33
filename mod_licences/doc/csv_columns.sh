#!/bin/sh
# The columns of every CSV file, as AsciiDoc, from the stylesheets that write them: csv_columns.sh DIRECTORY
set -eu
for sheet in "$1"/*.xsl; do
    name=$(basename "$sheet" .xsl)
    [ "$name" != import ] || continue
    columns=$(awk '/f:row\(/ && !done { sub(/.*f:row\(/, ""); inside = 1 }
        inside { while (match($0, /\047[a-z_]+\047/)) { printf "%s%s", n++ ? ", " : "", substr($0, RSTART + 1, RLENGTH - 2)
                     rest = substr($0, RSTART + RLENGTH); $0 = rest }
                 if (/\)/) { done = 1; inside = 0 } }' "$sheet")
    case $name in assignments) path=modules ;; *) path=$name ;; esac
    printf '*%s.csv*::\npass:c[%s]\n' "$path" "$columns"
done
