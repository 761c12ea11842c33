#!/bin/sh
# Operators find every directive in the documents or in the sample configuration, and none that doesn't exist.
. "$(dirname "$0")/guard.sh"

texts=$(ls README.md mod_licences/doc/*.md mod_licences/doc/*.adoc mod_licences/conf/*.conf mod_licences/demo/*.in 2>/dev/null)
known=$(find mod_licences/http -name '*.[ch]' -exec grep -ohE '"Licences[A-Z][A-Za-z]*"' {} + | tr -d '"' | sort -u)
for directive in $known; do
    grep -qw "$directive" $texts || breach "mod_licences/doc/operating.md:1: $directive isn't documented"
done
if [ -n "$known" ]; then
    grep -noE '^ *Licences[A-Z][A-Za-z]*|`Licences[A-Z][A-Za-z]*' $texts | tr -d '` ' |
        while IFS=: read -r file line directive; do
            printf '%s\n' "$known" | grep -qx "$directive" || breach "$file:$line: there is no directive $directive"
        done
fi
verdict "every directive is documented, and none that isn't there"
