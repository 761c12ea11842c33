/**
 * @file http/server/pages.h  Pages that were drawn, in memory that the children share (LicencesPageCache).
 *
 * What a page is found by, and why nobody ever gets another's, is in http/request/page.h. A restart empties it.
 */
#ifndef LIC_HTTP_PAGES_H
#define LIC_HTTP_PAGES_H

#include <httpd.h>

#include "base/ring.h"

typedef enum { LIC_PAGES_HITS, LIC_PAGES_MISSES, LIC_PAGES_COUNTS } lic_pages_count_t;

/** Hook post_config: makes the memory, or finds that of before the restart, and empties it. Without it nothing is kept.
 */
int lic_pages_prepare(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s);

/** Whether pages of this server are kept: LicencesPageCache isn't Off, and its database is known. */
int lic_pages_on(const server_rec *s);

/** A copy in p; NULL: it isn't there. */
char *lic_pages_get(const unsigned char *key, apr_size_t *length, apr_pool_t *p);
void lic_pages_put(const unsigned char *key, const char *data, apr_size_t length);

/** A page was looked for, in whatever form, and found or not. */
void lic_pages_count(lic_pages_count_t which);

/** Since httpd started. 0 where nothing is kept. */
apr_uint64_t lic_pages_counted(lic_pages_count_t which);

#endif
