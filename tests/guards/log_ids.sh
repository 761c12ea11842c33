#!/bin/sh
# A log id leads to one place in the sources.
. "$(dirname "$0")/guard.sh"

find mod_licences -name '*.c' -exec grep -HnoE '"LIC[0-9]{4}|LIC_LOGNO\([0-9]+\)' {} + | tr -d '"' |
    $AWK -F: '$3 in first { print $1 ":" $2 ": " $3 " is taken by " first[$3] "; choose a free one"; next }
              { first[$3] = $1 ":" $2 }' >>"$breaches"
verdict "no log id is used twice"
