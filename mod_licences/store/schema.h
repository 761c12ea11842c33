/**
 * @file store/schema.h  The numbered migrations of sql/schema/.
 */
#ifndef LIC_STORE_SCHEMA_H
#define LIC_STORE_SCHEMA_H

#include "store/db.h"

struct lic_migration_t;

int lic_schema_newest(void);        /**< number of the newest migration */
int lic_schema_serves(int version); /**< whether programs that know no newer one work with the newest, too */
lic_error_t *lic_schema_version(int *version, lic_db_t *db, apr_pool_t *p); /**< 0: an empty database */

/**
 * Brings the schema to the newest version, safe to repeat and to interrupt. LIC_REFUSED "schema-newer" when the
 * database was made by a newer program. A first run also stores settings: secret, grace-period 7 days.
 */
lic_error_t *lic_schema_upgrade(int *from, lic_db_t *db, apr_time_t now, apr_pool_t *p);

/** The same of a program that knows these migrations, up to a number of 0: for tests, which need one from the future.
 */
lic_error_t *lic_schema_upgrade_by(const struct lic_migration_t *migrations, int *from, lic_db_t *db, apr_time_t now,
                                   apr_pool_t *p);

/**
 * LIC_UNAVAILABLE "schema-missing", "schema-older" or "schema-newer" unless the schema is the program's, or a newer one
 * that serves it.
 */
lic_error_t *lic_schema_check(lic_db_t *db, apr_pool_t *p);

#endif
