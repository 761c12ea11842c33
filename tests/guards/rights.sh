#!/bin/sh
# Each right of core/rights.c is named wherever rights are told one by one, and the XSD knows no other.
. "$(dirname "$0")/guard.sh"

rights=$($AWK '/lic_right_words\[\]/ { inside = 1 }
    inside { end = /NULL/; while (match($0, /\{"[a-z-]+", LIC_RIGHT_[A-Z_]+\}/)) {
        pair = substr($0, RSTART + 2, RLENGTH - 3); $0 = substr($0, RSTART + RLENGTH); sub(/", /, ":", pair); print pair }
        inside = !end }' \
    mod_licences/core/rights.c)
[ -n "$rights" ] || breach "mod_licences/core/rights.c:1: no rights are found in lic_right_words"
for pair in $rights; do
    word=${pair%%:*}
    for file in xslt/licences.xsd xslt/words.xsl xslt/roles.xsl include/licences.h \
        mod_licences/http/request/portal.c mod_licences/ctl/commands.c; do
        grep -qE "(^|[^a-z-])$word([^a-z-]|\$)" "$file" || breach "$file:1: the right $word isn't named here"
    done
    grep -qw "${pair#*:}" mod_licences/service/caller.c ||
        breach "mod_licences/service/caller.c:1: ${pair#*:} isn't among the rights of whoever has all of them"
done
$AWK '/simpleType name="right"/ { inside = 1 } /<\/xs:simpleType>/ { inside = 0 }
    inside && match($0, /enumeration value="[^"]*"/) { print substr($0, RSTART + 19, RLENGTH - 20) }' xslt/licences.xsd |
    while read -r word; do
        printf '%s\n' $rights | grep -q "^$word:" || breach "xslt/licences.xsd:1: $word is no right of core/rights.c"
    done
verdict "every right is named wherever rights are told one by one"
