#!/bin/sh
# Every language has every text of the stylesheets and none besides: messages.pot lists them, LANG.po translates them, nothing is
# left fuzzy, and what a text leaves to be filled in ({name}) stands in its translation, too.
. "$(dirname "$0")/guard.sh"
needs msgcmp

# What one catalogue has that another lacks
differing() {
    msgcmp --use-untranslated "$1" "$2" 2>&1 | grep -v 'found .* error'
}

# Translations whose {names} aren't those of the text; a plural may leave the number out of either form
unfilled() {
    msgcat --no-wrap "$1" | "$AWK" '
        function names(text,    found) {
            found = ""
            while (match(text, /[{][a-z]+[}]/)) {
                if (index(found, substr(text, RSTART, RLENGTH)) == 0) found = found substr(text, RSTART, RLENGTH)
                text = substr(text, RSTART + RLENGTH)
            }
            return found
        }
        function lacking(some, others,    name) {
            while (match(some, /[{][a-z]+[}]/)) {
                name = substr(some, RSTART, RLENGTH)
                if (index(others, name) == 0 && !(plural && name == "{n}")) return name
                some = substr(some, RSTART + RLENGTH)
            }
            return ""
        }
        /^msgid / { id = $0; plural = 0 }
        /^msgid_plural / { id = id $0; plural = 1 }
        /^msgstr/ && (name = lacking(names(id), $0) lacking(names($0), id)) != "" { print name ": " $0 }'
}

gathered=$(mktemp)
trap 'rm -f "$breaches" "$gathered"' EXIT
LC_ALL=C "$AWK" -f xslt/po/extract.awk xslt/*.xsl xslt/*/*.xsl >"$gathered"
said=$(differing xslt/po/messages.pot "$gathered") && breach "messages.pot isn't what extract.awk gathers: $said"

for po in xslt/po/*.po; do
    said=$(msgfmt --check -o /dev/null "$po" 2>&1) || breach "$said"
    said=$(msgcmp "$po" xslt/po/messages.pot 2>&1) || breach "$said"
    said=$(differing "$po" xslt/po/messages.pot) && breach "$said"
    said=$(unfilled "$po")
    [ -z "$said" ] || breach "$po: $said"
done
verdict "every text is translated in every language"
