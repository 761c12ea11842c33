#!/bin/sh
# The manual tells of each directive how and where it is used, and of each number in the log what to do; commands, elements and columns
# are taken from where they are made.
. "$(dirname "$0")/guard.sh"
doc=mod_licences/doc

# contexts of config.c's table, in the manual's words
$AWK '/AP_INIT/ { text = "" } { text = text $0 } /LIC_DIRECTIVE_[A-Z_]+/ && /AP_INIT|^ *LIC_DIRECTIVE/ { inside = 1 }
    inside && /(WHERE|RSRC_CONF|ACCESS_CONF),/ {
        match(text, /LIC_DIRECTIVE_[A-Z_]+/); name = substr(text, RSTART, RLENGTH); inside = 0
        print name, /WHERE,/ ? "server config, virtual host, Location" : /RSRC_CONF,/ ? "server config, virtual host" : "Location" }' \
    mod_licences/http/server/directives.c | while read -r constant context; do
    name=$($AWK -v constant="$constant" '$2 == constant { gsub(/"/, "", $3); print $3 }' mod_licences/http/server/config.h)
    section=$($AWK -v name="$name" '/^===? / { on = $2 == name && /^=== / } on' $doc/licences.conf.adoc)
    [ -n "$section" ] || { breach "$doc/licences.conf.adoc:1: there is no section === $name"; continue; }
    for part in "Syntax:: \*$name\*" 'Default:: ' "Context:: $context\$" '----$'; do
        printf '%s\n' "$section" | grep -q -e "^$part" || breach "$doc/licences.conf.adoc:1: $name has no line $part"
    done
done
grep '^=== Licences' $doc/licences.conf.adoc | while read -r _ name; do
    grep -q "\"$name\"" mod_licences/http/server/config.h || breach "$doc/licences.conf.adoc:1: there is no directive $name"
done

logged=$(find mod_licences -name '*.c' -exec grep -ohE '"LIC[0-9]{4}"|LIC_LOGNO\([0-9]+\)' {} + | tr -dc 'LIC0-9\n' | sort -u)
told=$(grep -oE '^LIC[0-9]{4}::' $doc/mod_licences.adoc | tr -d :)
[ "$(printf '%s\n' "$told" | sort -u)" = "$(printf '%s\n' "$told")" ] || breach "$doc/mod_licences.adoc:1: messages aren't in their order, each once"
for number in $logged; do
    printf '%s\n' "$told" | grep -qx "$number" || breach "$doc/mod_licences.adoc:1: $number isn't told of"
done
for number in $told; do
    printf '%s\n' "$logged" | grep -qx "$number" || breach "$doc/mod_licences.adoc:1: nothing logs $number"
done
verdict "the manual tells of every directive and every message"
