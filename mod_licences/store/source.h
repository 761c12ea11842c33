/**
 * @file store/source.h  Sources of connections: by DBDriver and DBDParams, one that is kept, one that is lent.
 */
#ifndef LIC_STORE_SOURCE_H
#define LIC_STORE_SOURCE_H

#include "store/db.h"

/** "sqlite3:/var/lib/x.db", "pgsql:host=… dbname=…", "mysql:host=…;…" → DBDriver, DBDParams. LIC_INVALID
 * "database-parameters". */
lic_error_t *lic_db_source_parse(const char **driver, const char **params, const char *text, apr_pool_t *p);

/** A source that opens a connection of its own by DBDriver and DBDParams, and closes it. Lives in p. LIC_INVALID
 *  "database-driver". A connection lives in the pool given to open, and ends with it at the latest. */
lic_error_t *lic_db_source_make(lic_db_source_t **source, const char *driver, const char *params, apr_pool_t *p);

/** Connects as a source of lic_db_source_make does, and hangs up: whether the server is there. Waits only as long as
 * the client library does for connecting. LIC_UNAVAILABLE "database-unreachable". */
lic_error_t *lic_db_source_try(const lic_db_source_t *source, apr_pool_t *p);

/** What a source of lic_db_source_make opens is from now on shown in watch, from when it is connected. One at a time.
 */
void lic_db_source_watch(const lic_db_source_t *source, lic_db_watch_t *watch);

/**
 * A source that opens one connection of `from` when it is first asked, hands that out again and again, and another one
 * when it is broken. It is closed with p at the latest; patience as for lic_db_set_patience, 0: as it is.
 */
lic_db_source_t *lic_db_source_keep(lic_db_source_t *from, int patience, apr_pool_t *p);

/** A source that hands out db itself, for reading inside a transaction that is already open. */
lic_db_source_t *lic_db_source_of(lic_db_t *db, apr_pool_t *p);

#endif
