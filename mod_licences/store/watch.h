/**
 * @file store/watch.h  What operators watch of a whole database: who is at work, what waits, and since when.
 */
#ifndef LIC_STORE_WATCH_H
#define LIC_STORE_WATCH_H

#include "store/db.h"

#define LIC_WATCH_MOST 10000 /**< counting ends there */

typedef struct lic_watch_t {
    apr_int64_t waiting, parked; /**< messages; at most LIC_WATCH_MOST each */
    apr_int64_t unwanted;        /**< as nobody sends any */
    apr_time_t mail_due;         /**< when the next try of the first message that waits is or was due; 0: none waits */
    apr_time_t mail_created;     /**< since when the oldest of them waits; 0 */
    apr_int64_t due;             /**< accounts with something due; at most LIC_WATCH_MOST */
    apr_time_t due_since;        /**< the oldest of it; 0: nothing is due */
    apr_array_header_t *leases;  /**< of lic_watch_lease_t: held now */
} lic_watch_t;

typedef struct lic_watch_lease_t {
    const char *name, *holder;
    apr_int64_t left; /**< seconds */
} lic_watch_lease_t;

/** Reads all of it, as of now. */
lic_error_t *lic_watch_read(lic_watch_t *watch, lic_db_t *db, apr_time_t now, apr_pool_t *p);

#endif
