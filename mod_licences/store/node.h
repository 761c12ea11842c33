/**
 * @file store/node.h  Servers that hold the same database: standbys, and the nodes of a Galera cluster.
 */
#ifndef LIC_STORE_NODE_H
#define LIC_STORE_NODE_H

#include "store/db.h"

/**
 * Asked once for each connection. LIC_UNAVAILABLE "database-standby" where the server only repeats what another one is
 * told (PostgreSQL in recovery, MariaDB with read_only): what it shows may be old, and it takes no changes. The
 * connection is ended then, so that the next attempt may lead elsewhere.
 */
lic_error_t *lic_node_check(lic_db_t *db, apr_pool_t *p);

/**
 * Whoever was told something by one node must not be told less by another: waits until this one has applied all that
 * any node has committed. To be called whenever a connection is taken. It costs a question to the group, and nothing
 * where there is no Galera. "database-standby", the connection being ended, where the node has lost its cluster.
 */
lic_error_t *lic_node_sync(lic_db_t *db, apr_pool_t *p);

/** Ends the connection, as its server isn't to be trusted any more: it is broken, and its driver knows. */
void lic_node_leave(lic_db_t *db);

#endif
