#!/bin/sh
# C library functions that overrun, guess or keep hidden state; APR has a better one for each.
. "$(dirname "$0")/guard.sh"

functions='(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|scanf|sscanf|atoi|atol|atoll|atof|strtok|alloca|system|popen|setlocale|tzset|rand|srand|random|strerror)'
c_files | xargs grep -HnE "(^|[^a-zA-Z0-9_>.])$functions *\(" | grep -vE '^[^:]+:[0-9]+: *(\*|/[*/])' |
    sed 's/$/   <- use apr_psprintf, apr_pstrcat, apr_cpystrn, apr_strtok, apr_strtoi64, lic_text_…/' >>"$breaches"
# Threads and sessions are httpd's; a transaction of apr_dbd commits by itself when its pool goes.
c_files | xargs grep -HnE '(apr_dbd_transaction_(start|end)|ap_dbd_acquire|xmlCleanupParser|xsltCleanupGlobals) *\(' |
    sed 's/$/   <- not in this tree: see what it does behind your back/' >>"$breaches"
verdict "no banned function is called"
