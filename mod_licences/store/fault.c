#include "store/fault.h"

#include "store/connection.h"

struct lic_fault_t {
    lic_db_source_t *from;
    int moments; /* left; 0: not armed, or cut */
    int down;    /* no connection any more once one is cut */
    int armed, struck;
};

static lic_error_t *fault_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    lic_fault_t *fault = baton;
    if (fault->struck && fault->down)
        return lic_error_make(p, LIC_UNAVAILABLE, "database-unreachable", "the database is down on purpose");
    LIC_TRY(fault->from->open(db, fault->from->baton, p));
    (*db)->fuse = fault->moments;
    return NULL;
}

static void fault_close(lic_db_t *db, void *baton)
{
    lic_fault_t *fault = baton;
    if (fault->moments && !db->fuse)
        fault->struck = 1;
    fault->moments = db->fuse;
    db->fuse = 0;
    fault->from->close(db, fault->from->baton);
}

lic_db_source_t *lic_fault_source(lic_fault_t **fault, lic_db_source_t *from, apr_pool_t *p)
{
    lic_db_source_t *source = apr_pcalloc(p, sizeof(*source));
    *fault = apr_pcalloc(p, sizeof(**fault));
    (*fault)->from = from;
    *source = (lic_db_source_t){fault_open, fault_close, *fault};
    return source;
}

void lic_fault_arm(lic_fault_t *fault, int moments, int down)
{
    fault->moments = moments;
    fault->down = down;
    fault->struck = 0;
    fault->armed = moments > 0;
}

int lic_fault_armed(const lic_fault_t *fault)
{
    return fault->armed;
}

int lic_fault_disarm(lic_fault_t *fault)
{
    const int struck = fault->struck;
    lic_fault_arm(fault, 0, 0);
    return struck;
}
