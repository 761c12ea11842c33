/**
 * @file http/request/kept.h  The rows of a list of employees, in a file. They are written while the body is parsed,
 * before the account is locked; what runs under the lock reads them from the file, which is faster than parsing XML.
 */
#ifndef LIC_HTTP_KEPT_H
#define LIC_HTTP_KEPT_H

#include "core/roster.h"
#include "http/request/exchange.h"

typedef struct lic_kept_t lic_kept_t;

/** Makes the file. This and the functions below: LIC_UNAVAILABLE "body-broken" if it can't be made, written or read. */
lic_error_t *lic_kept_make(lic_kept_t **kept, const lic_exchange_t *x);

/** Adds a row. Its roles are not kept. */
lic_error_t *lic_kept_add(lic_kept_t *kept, const lic_roster_row_t *row, apr_pool_t *scratch);

/** Goes to the first row, to read from there. May be called again. */
lic_error_t *lic_kept_rewind(lic_kept_t *kept);

/** The next row, in p; *more 0 after the last. */
lic_error_t *lic_kept_next(lic_roster_row_t *row, int *more, lic_kept_t *kept, apr_pool_t *p);

#endif
