#!/bin/sh
# "now" is a parameter: whoever reads the clock elsewhere makes rules that can't be rehearsed with --now.
. "$(dirname "$0")/guard.sh"

reads='(apr_time_now|g_get_(real|monotonic)_time|g_date_time_new_now[a-z_]*|gettimeofday|clock_gettime|localtime(_r)?|gmtime(_r)?|time|ucal_getNow) *\('
may='^mod_licences/(http/(request/exchange|server/thread|server/timer)\.c|ctl/[a-z_]+\.c|base/(log|wait)\.c):'

c_files | xargs grep -HnE "(^|[^a-z_])$reads" | grep -vE '^[^:]+:[0-9]+: *(\*|/[*/])' | grep -vE "$may" |
    sed 's/$/   <- reads the clock; take "now" from the caller/' >>"$breaches"
# In SQL only leases follow the database's own clock, since servers' clocks differ.
find sql -name '*.sql' ! -name 'lease.sql' 2>/dev/null |
    xargs -r grep -HniE "current_(timestamp|date|time)|[^a-z_]now\(\)|clock_timestamp|unix_timestamp|'now'|strftime" |
    sed 's/$/   <- reads the clock; pass the instant as an argument/' >>"$breaches"
verdict "the clock is read in http/request/exchange, http/server/thread, http/server/timer, ctl/, base/log and (elapsed time) base/wait only"
