#!/bin/sh
# A layer includes its own headers and those of the layers below, but for what is private to them (_private.h); each
# outside library has one layer that may see it.
. "$(dirname "$0")/guard.sh"

c_files | xargs $AWK '
BEGIN {
    may["base"] = "base"
    may["core"] = "core base"
    may["store"] = "store core base"
    may["service"] = "service store core base"
    may["view"] = "view store core base"
    may["mail"] = "mail view store core base"
    may["http"] = "http mail view service store core base"
    may["ctl"] = "ctl mail view service store core base"
    # library: how its headers begin, and the layers or files that may include them
    only["^(httpd|http_[a-z]+|ap_[a-z_]+|mod_[a-z_]+|util_[a-z_]+|scoreboard|mpm_common)[.]h$"] = "http"
    only["^apr_dbd[.]h$"] = "store http/server/pooled.h"
    only["^(libxml|libxslt|libexslt)/"] = "view"
    only["^curl/"] = "mail"
    only["^zlib[.]h$"] = "http"
    only["^(glib|unicode|openssl)[/.]"] = "base"
    only["^statements_gen[.]h$"] = "store"
    only["^stdio[.]h$"] = "base ctl"
}
function allowed(list, layer, file,    n, i, part) {
    n = split(list, part, " ")
    for (i = 1; i <= n; i++)
        if (part[i] == layer || file == part[i])
            return 1
    return 0
}
FNR == 1 {
    path = FILENAME
    sub(/^(include|mod_licences)\//, "", path)
    layer = path
    sub(/\/.*/, "", layer)
    if (layer == "licences.h") layer = "http"
}
/^[ \t]*#[ \t]*include[ \t]*["<]/ {
    header = $0
    sub(/^[^"<]*["<]/, "", header)
    sub(/[">].*/, "", header)
    above = header
    sub(/\/.*/, "", above)
    if (above in may && above != header && !allowed(may[layer], above, ""))
        print FILENAME ":" FNR ": " layer "/ may not see " header " (it may see: " may[layer] ")"
    if (header ~ /_private[.]h$/ && above != layer)
        print FILENAME ":" FNR ": " header " is for " above "/ only"
    for (library in only)
        if (header ~ library && !(header in may) && !allowed(only[library], layer, path))
            print FILENAME ":" FNR ": " header " is for " only[library] " only"
}' >>"$breaches"
verdict "each layer includes only what the layers below it offer"
