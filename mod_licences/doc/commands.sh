#!/bin/sh
# Every command, or with "globals" the options of all, as AsciiDoc, from what licencesctl itself says: commands.sh LICENCESCTL [globals]
set -eu
ctl=$1
plain() { sed 's/]/\\]/g; s/.*/pass:c[&]/'; } # text, whatever AsciiDoc would make of its signs
options() { # the two columns of --help
    awk '/^  --/ { at = match(substr($0, 3), /   *[^ ]/); name = substr($0, 3, at - 1); sub(/ +$/, "", name)
                   what = substr($0, 3 + at); sub(/^ +/, "", what)
                   gsub(/]/, "\\]", name); gsub(/]/, "\\]", what)
                   print "pass:c[" name "]::\npass:c[" what "]" }'
}
if [ "${2:-}" = globals ]; then
    "$ctl" help | sed -n '/^Everywhere:/,$p' | options
    exit
fi
"$ctl" help | sed -n '/^Everywhere:/q; /^  [a-z]/s/^  //p' | while IFS= read -r line; do
    name=$(printf '%s' "$line" | awk '{ out = $1; if ($2 ~ /^[a-z]+$/) out = out " " $2; print out }')
    # shellcheck disable=SC2086
    said=$("$ctl" $name --help 2>/dev/null) || { name=${name% *}; said=$("$ctl" $name --help); }
    printf '=== %s\n\n' "$name"
    printf '%s\n' "$said" | sed -n '1s/^usage: //p' | plain
    printf '\n'
    printf '%s\n' "$said" | sed -n 2p | plain
    printf '\n'
    printf '%s\n' "$said" | sed '/^Everywhere:/,$d' | options
    printf '\n'
done
