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

/**
 * Finds the connection's own mutex, on SQLite. Its library takes it anew for each cell that is read, with two atomic
 * operations; who has it already, as the mutex is recursive, only counts: a fifth of the time of a long list.
 */
void lic_network_find_mutex(lic_db_t *db);

#endif
