/**
 * @file http/request/exports.h  Limits how many exports run at once, and how long one waits for its reader.
 *
 * An export occupies a thread until its reader has taken all of it. So that slow readers can't take every thread, at
 * most a quarter, rounded up, of a child's threads (under prefork: of all children) are in exports, and at most
 * LIC_EXPORTS_OF_USER by one user in all children together. A reader that takes less than 64 KiB within a minute is cut
 * off.
 */
#ifndef LIC_HTTP_EXPORTS_H
#define LIC_HTTP_EXPORTS_H

#include "http/request/exchange.h"

#define LIC_EXPORTS_OF_USER 4

typedef struct lic_export_t lic_export_t;

/** Hook post_config: makes the memory that the children share. */
int lic_exports_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** Hook child_init. */
void lic_exports_start(apr_pool_t *pchild, server_rec *s);

/**
 * Takes a place, before anything of the export is sent; lic_exports_leave gives it back, in the same thread.
 * LIC_REFUSED "exports-busy" when there is none; the connection is then closed after the answer.
 */
lic_error_t *lic_exports_enter(lic_export_t **entered, lic_exchange_t *x);
void lic_exports_leave(lic_export_t *entered);

#endif
