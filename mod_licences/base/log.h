/**
 * @file base/log.h  Where messages go: a callback that http/ sets to ap_log_error and ctl/ to stderr.
 *
 * Every message has a number of its own, LIC1234, never used again; a guard checks that.
 */
#ifndef LIC_BASE_LOG_H
#define LIC_BASE_LOG_H

#include <apr_pools.h>

typedef enum { LIC_LOG_ERROR, LIC_LOG_WARNING, LIC_LOG_NOTICE, LIC_LOG_INFO, LIC_LOG_DEBUG } lic_log_level_t;

/** id "LIC0012"; baton is what lic_log_to was given (thread-safe by the callback's own means). */
typedef void lic_log_fn(void *baton, lic_log_level_t level, const char *id, const char *message);

void lic_log_to(lic_log_fn *fn, void *baton);
void lic_log(lic_log_level_t level, const char *id, apr_pool_t *scratch, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
