#!/bin/sh
# A document or a comment that names a file names one that is there, by its path from the top or from mod_licences/; and
# look.md names each function and parameter of stylesheets.
. "$(dirname "$0")/guard.sh"

for document in README.md mod_licences/doc/*.md; do
    grep -noE '`[a-z_0-9.-]+/[a-z_0-9./-]*(/|[.](c|h|sql|awk|xsl|xsd|sh|am|py))`' "$document" | tr -d '`' | while IFS=: read -r line file; do
        [ -e "$file" ] || [ -e "mod_licences/$file" ] ||
            breach "$document:$line: there is no $file"
    done
done
{ c_files; find sql -name '*.sql' -o -name '*.awk'; } | xargs grep -noE \
    '(^|[^a-z_/<"*.])(base|core|store|service|view|mail|http|ctl|sql|xslt)/[a-z_0-9/]+[.](c|h|sql|xsl|awk)' |
    sed -E 's/^([^:]+:[0-9]+:)[^a-z]?/\1/' | while IFS=: read -r source line file; do
    [ -e "$file" ] || [ -e "mod_licences/$file" ] || breach "$source:$line: there is no $file"
done
# What stylesheets may call and know, whoever adds to it
look=mod_licences/doc/look.md
for function in $(sed -n 's/^.*{"\([a-z]*\)", call_.*/\1/p' mod_licences/view/render/function.c); do
    grep -q "f:$function(" $look || breach "$look:1: doesn't say what f:$function() gives"
done
for parameter in $(sed -n 's/.*<xsl:param name="\([a-z]*\)"\/> *<!--.*/\1/p' xslt/page.xsl); do
    grep -q "[$]$parameter" $look || breach "$look:1: doesn't say what \$$parameter is"
done
verdict "every file that README, doc/ or a comment names is there"
