#!/bin/sh
# What partners' programs decide by is a closed list: every problem that a request can end in stands in the XSD.
. "$(dirname "$0")/guard.sh"

listed=$($AWK '/simpleType name="problem"/ { inside = 1 } /<\/xs:simpleType>/ { inside = 0 }
    inside && match($0, /value="[^"]*"/) { print substr($0, RSTART + 7, RLENGTH - 8) }' xslt/licences.xsd)
# nobody is asked any more, or only the timer, the start of the server and licencesctl see them
inner='database-in-use schema-differs archive-anonymised archive-damaged archive-foreign archive-gap archive-there output database-driver lease-lost'
# LIC_BUG is told as "internal"; what ctl/ and the reading of the configuration say never reaches a request
find mod_licences/core mod_licences/store mod_licences/service mod_licences/view mod_licences/http -name '*.c' \
    ! -name 'config*.c' ! -name 'source.c' ! -name 'sheet.c' ! -name 'trial.c' ! -name 'catalogue.c' ! -name 'xsd.c' |
    while read -r file; do
        tr '\n' ' ' <"$file" |
            grep -oE 'LIC_(INVALID|FORBIDDEN|UNKNOWN|CONFLICT|REFUSED|TOO_LARGE|UNAVAILABLE), *"[a-z-]+"' |
            sed -E 's/.*"([a-z-]+)"/\1/' | sort -u |
            while read -r word; do
                printf '%s\n' "$listed" | grep -qx -e "$word" ||
                    printf '%s\n' $inner | grep -qx -e "$word" ||
                    breach "$file:1: the problem $word isn't in the type problem of xslt/licences.xsd"
            done
    done
verdict "every problem that a request can end in is in the XSD"
