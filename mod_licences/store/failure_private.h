/**
 * @file store/failure_private.h  What a driver's answer means.
 */
#ifndef LIC_STORE_FAILURE_PRIVATE_H
#define LIC_STORE_FAILURE_PRIVATE_H

#include "store/db.h"

typedef enum {
    LIC_FAILURE_OTHER,
    LIC_FAILURE_BUSY,    /**< the same transaction may succeed when begun again */
    LIC_FAILURE_LOST,    /**< there is no connection any more */
    LIC_FAILURE_UNABLE,  /**< it takes no changes for now: read-only, full, out of memory */
    LIC_FAILURE_STANDBY, /**< this server takes none, but another may: a standby, or a node without its cluster */
    LIC_FAILURE_LATE,    /**< broken off, as the budget is spent */
    LIC_FAILURE_STALE    /**< the schema has changed since the statement was prepared; nothing was done */
} lic_failure_t;

/** What the driver's answer code means, by the database's own words where the code doesn't tell. */
lic_failure_t lic_failure_of(const lic_db_t *db, int code);

/** Makes the error for code, notes it in db (broken, failed), and says what was being done. */
lic_error_t *lic_failure_make(lic_db_t *db, int code, const char *doing, apr_pool_t *p);

/** Of PostgreSQL's last answer: a statement of that name isn't there; there is one already. */
int lic_failure_is_missing(const lic_db_t *db);
int lic_failure_is_there(const lic_db_t *db);

/** Lets PostgreSQL's library tell SQLSTATE in its messages, where it can. */
void lic_failure_prepare(lic_db_t *db);

#endif
