/**
 * @file base/instant.h  Instants as programs exchange them: "2026-11-24T10:00:00Z", whole seconds of UTC.
 */
#ifndef LIC_BASE_INSTANT_H
#define LIC_BASE_INSTANT_H

#include <apr_pools.h>
#include <apr_time.h>

/** Exactly "2026-11-24T10:00:00Z", an instant that exists → *out. Returns non-zero on success. */
int lic_instant_parse(apr_time_t *out, const char *text);

/** The same as a text in p, which is xs:dateTime as well; parts of a second are left out. */
const char *lic_instant_format(apr_time_t at, apr_pool_t *p);

#endif
