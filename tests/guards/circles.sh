#!/bin/sh
# No two files need each other: whoever reads one can stop at what it includes. A source and its headers count as one.
. "$(dirname "$0")/guard.sh"
needs tsort

c_files | xargs $AWK '
FNR == 1 {
    file = FILENAME
    sub(/^(include|mod_licences)\//, "", file)
    sub(/(_private)?[.][ch]$/, "", file)
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    header = $0
    sub(/^[^"]*"/, "", header)
    sub(/(_private)?[.]h".*/, "", header)
    if (header != file)
        print file, header
}' | tsort 2>&1 >/dev/null | sed 's/^tsort: //' >>"$breaches"
verdict "the includes of files go in no circle"
