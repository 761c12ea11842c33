#!/bin/sh
# Partners read in the XSD alone what there is: each element and type says what it is, and leaves room for other namespaces.
. "$(dirname "$0")/guard.sh"
needs xmllint

schema=xslt/licences.xsd
told="/*/*[*[local-name() = 'annotation']]/@name"

# every NODES WHAT: each node that the path finds breaks the rule
every() {
    found=$(xmllint --xpath "$1/@name" "$schema" 2>/dev/null | sed 's/.*"\(.*\)".*/\1/' | sort | xargs)
    [ -z "$found" ] || breach "$schema:1: $2: $found"
}

xmllint --noout "$schema" || breach "$schema:1: isn't well-formed"
for kind in element attribute simpleType complexType attributeGroup group; do
    every "//*[local-name() = '$kind'][@name][not(*[local-name() = 'annotation'])][not(@type = $told)]" "$kind without a word of what it is"
done
of="*[local-name() = 'attributeGroup'][@ref = 'extension']"
every "//*[local-name() = 'complexType'][not($of or */*/$of)]/ancestor-or-self::*[@name][1]" "no room for attributes"
of="*[local-name() = 'group'][@ref = 'extension']"
every "//*[local-name() = 'complexType'][not(*[local-name() = 'simpleContent'])][not($of or */$of or .//*[local-name() = 'any'])]/ancestor-or-self::*[@name][1]" \
    "no room for elements"
verdict "the schema tells of everything, and has room for others"
