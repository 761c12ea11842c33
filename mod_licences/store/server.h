/**
 * @file store/server.h  The database server: what it says of itself, and how long it may keep who connects waiting.
 */
#ifndef LIC_STORE_SERVER_H
#define LIC_STORE_SERVER_H

#include <apr_tables.h>

#include "store/db.h"

/** What matters of its settings, by its own names ("server_version", "fsync" …; sql/server.sql), in p. */
lic_error_t *lic_server_settings(apr_table_t **settings, lic_db_t *db, apr_pool_t *p);

/** Its clock, in whole seconds. */
lic_error_t *lic_server_clock(apr_time_t *now, lic_db_t *db, apr_pool_t *p);

/**
 * What is wrong, and what would be right, where an attempt to connect by DBDriver and DBDParams has no time limit, or a
 * long one: then a request, or the end of a child, may last as long as that. NULL: nothing.
 */
const char *lic_server_may_hang(const char *driver, const char *params);

#endif
