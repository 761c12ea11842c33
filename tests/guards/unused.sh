#!/bin/sh
# A function that nothing but its tests calls is no part of the product.
. "$(dirname "$0")/guard.sh"
needs ctags

sources() { c_files | grep '\.c$'; }
# the macros of the headers, which may call for whoever uses them
macros() { c_files | grep '\.h$' | xargs $AWK '/^#[ \t]*define/ { on = 1 } on { print } !/\\$/ { on = 0 }'; }
# every word of the sources and macros, without comments and strings, and how often it stands there
words=$(mktemp) && trap 'rm -f "$breaches" "$words"' EXIT
{ sources | xargs cat; macros; } | sed 's/"\([^"\\]\|\\.\)*"//g' | $AWK '
{ while (inside || match($0, /\/\*/)) {
      if (!inside) { before = substr($0, 1, RSTART - 1); $0 = substr($0, RSTART + 2); inside = 1; print before }
      if (!(at = index($0, "*/"))) { $0 = ""; break }
      $0 = substr($0, at + 2); inside = 0
  }
  print }' | grep -oE '[A-Za-z_][A-Za-z0-9_]*' | sort | uniq -c >"$words"
sources | ctags -L - -x --languages=C --kinds-C=f --extras=-F --_xformat='%N %F %n %C' 2>/dev/null |
    $AWK -v words="$words" '
    BEGIN { while ((getline line < words) > 0) { split(line, part, " "); count[part[2]] = part[1] } }
    $1 != "main" && count[$1] < 2 { print $2 ":" $3 ": " $1 " is called by nothing, or by tests alone; take it out" }' >>"$breaches"
verdict "every function is called by the product itself"
