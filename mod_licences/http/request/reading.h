/**
 * @file http/request/reading.h  The connection on which a page's caller was looked up, kept until the page is read.
 *
 * On SQLite it is one read transaction, so that the file's lock is taken once and the page is of the state that the
 * caller's rights and the account's revision are of. On servers BEGIN and COMMIT would be two more round trips; there
 * the document compares revisions (view/document/document.h).
 *
 * Whoever opens another connection of the request's source ends what is kept: a request has one at a time.
 */
#ifndef LIC_HTTP_READING_H
#define LIC_HTTP_READING_H

#include "store/db.h"

typedef struct lic_reading_t {
    lic_db_source_t *from;  /**< the pool of connections */
    lic_db_source_t others; /**< the request's source: its open ends what is kept */
    lic_db_source_t kept;   /**< hands out what is kept, else a new connection; its close gives it back */
    lic_db_t *db;           /**< NULL: none is kept */
} lic_reading_t;

/** Nothing is kept yet. Both live in p. */
lic_reading_t *lic_reading_make(lic_db_source_t *from, apr_pool_t *p);

/** Opens a connection to be kept until lic_reading_end or the close of `kept`. */
lic_error_t *lic_reading_begin(lic_db_t **db, lic_reading_t *reading, apr_pool_t *p);

/** Gives back what is kept. Nothing happens where nothing is; at the latest before an answer is sent. */
void lic_reading_end(lic_reading_t *reading);

#endif
