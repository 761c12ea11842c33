/**
 * @file store/network_private.h  Functions of the databases' own libraries.
 */
#ifndef LIC_STORE_NETWORK_PRIVATE_H
#define LIC_STORE_NETWORK_PRIVATE_H

#include "store/db.h"

/**
 * A function of the library that came with apr_dbd's driver, which isn't linked here: what it can tell is asked for by
 * name. NULL: there is none.
 */
void *lic_network_function(const char *name);

/** Whether bytes, or the end, have arrived that nobody has read. Doesn't wait. */
int lic_network_arrived(const lic_db_t *db);

/** Ends the connection beneath a driver that takes it for good, so that its pool makes another. */
void lic_network_end(lic_db_t *db);

#endif
