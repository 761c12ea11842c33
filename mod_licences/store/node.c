/* store/node.c  Which of several servers this is: a standby, a node that may be behind, or the one to talk to. */
#include "store/node.h"

#include "store/db_private.h"
#include "store/network.h"
#include "store/statement.h"

static const char *advice(lic_dialect_t dialect)
{
    return dialect == LIC_POSTGRESQL
               ? "a standby, which may show what is old; right would be its primary, for example all servers in host= "
                 "and target_session_attrs=read-write in DBDParams"
               : "read-only (read_only = 1), as a replica is, which may show what is old; right would be its primary";
}

lic_error_t *lic_node_check(lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    if (db->dialect == LIC_SQLITE)
        return NULL;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_NODE_ROLE, p));
    if (!lic_rows_next(rows))
        return NULL;
    db->clustered = lic_rows_int(rows, LIC_C_NODE_ROLE_CLUSTER) != 0;
    if (!lic_rows_int(rows, LIC_C_NODE_ROLE_STANDBY))
        return NULL;
    lic_node_leave(db);
    return lic_error_make(p, LIC_UNAVAILABLE, "database-standby", "this database server is %s", advice(db->dialect));
}

lic_error_t *lic_node_sync(lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    return db->clustered ? lic_db_select(&rows, db, LIC_Q_NODE_SYNC, p) : NULL;
}

void lic_node_leave(lic_db_t *db)
{
    db->broken = 1;
    lic_network_end(db->driver, db->handle);
}
