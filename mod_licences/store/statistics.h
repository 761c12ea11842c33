/**
 * @file store/statistics.h  What a server knows of how many rows there are, by which it chooses how to read them.
 */
#ifndef LIC_STORE_STATISTICS_H
#define LIC_STORE_STATISTICS_H

#include "store/db.h"

/** From so many changed rows on they are worth counting at once. */
#define LIC_STATISTICS_MANY 1000

/** Has PostgreSQL count what may just have become many, outside a transaction; the others do by themselves. */
lic_error_t *lic_statistics_count(lic_db_t *db, apr_pool_t *scratch);

#endif
