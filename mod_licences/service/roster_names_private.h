/**
 * @file service/roster_names_private.h  Which line of a list took a name, for lists that are too long to keep the
 * names.
 *
 * Of a name 64 bits are kept: 16 bytes a name. That two of a million names have the same is one chance in thirty
 * million, and makes a line be refused that need not be.
 */
#ifndef LIC_SERVICE_ROSTER_NAMES_PRIVATE_H
#define LIC_SERVICE_ROSTER_NAMES_PRIVATE_H

#include <apr_pools.h>

typedef struct lic_roster_names_t lic_roster_names_t;

/** Room for so many names at first; grows. Lives in p. */
lic_roster_names_t *lic_roster_names_make(apr_int64_t expected, apr_pool_t *p);

/** kind parts names of different kinds. A name that is there already keeps its line. */
void lic_roster_names_add(lic_roster_names_t *names, char kind, const char *name, apr_uint32_t line);

/** The line that took the name; 0: none. */
apr_uint32_t lic_roster_names_line(const lic_roster_names_t *names, char kind, const char *name);

#endif
