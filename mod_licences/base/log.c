/* base/log.c  Where messages go: a callback that http/ sets to ap_log_error and ctl/ to stderr. */
#include "base/log.h"

#include <stdarg.h>

#include "base/text.h"

/* Set once before threads start. Statics of the module begin anew whenever httpd maps it again. */
static lic_log_fn *log_fn;
static void *log_baton;

void lic_log_to(lic_log_fn *fn, void *baton)
{
    log_fn = fn;
    log_baton = baton;
}

void lic_log(lic_log_level_t level, const char *id, apr_pool_t *scratch, const char *fmt, ...)
{
    if (!log_fn)
        return;
    va_list args;
    va_start(args, fmt);
    const char *message = lic_text_vprintf(scratch, fmt, args);
    va_end(args);
    log_fn(log_baton, level, id, message);
}
