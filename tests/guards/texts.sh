#!/bin/sh
# Every language has every text: messages.pot lists them, LANG.po translates them, and nothing is left fuzzy.
. "$(dirname "$0")/guard.sh"
needs msgcmp

for po in xslt/po/*.po; do
    [ -e "$po" ] || continue
    said=$(msgfmt --check -o /dev/null "$po" 2>&1) || breach "$said"
    said=$(msgcmp "$po" xslt/po/messages.pot 2>&1) || breach "$said"
done
verdict "every text is translated in every language"
