#!/bin/sh
# A file that needs more than 500 lines is about more than one thing.
. "$(dirname "$0")/guard.sh"
limit=500

find include mod_licences sql xslt tests -type f \( -name '*.[ch]' -o -name '*.sql' -o -name '*.awk' -o -name '*.xsl' \
    -o -name '*.py' -o -name '*.sh' -o -name '*.css' -o -name '*.js' \) ! -path '*/.*' -exec wc -l {} + |
    $AWK -v limit=$limit '$2 != "total" && $1 > limit { print $2 ":1: " $1 " lines; split it (limit " limit ")" }' >>"$breaches"
verdict "no source file is longer than $limit lines"
