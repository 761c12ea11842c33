/* The one connection that licencesctl keeps while it runs. */
#include "ctl.h"

#include <string.h>

#include <apr_file_info.h>

#include "store/schema.h"

/* SQLite would make a missing file, empty: a mistyped path is to be told of instead. */
static lic_error_t *check_file(const lic_ctl_t *ctl, const char *driver, const char *params, apr_pool_t *p)
{
    apr_finfo_t info;
    if (strcmp(driver, "sqlite3") || ctl->bare || apr_stat(&info, params, APR_FINFO_TYPE, p) == APR_SUCCESS)
        return NULL;
    return lic_error_make(p, LIC_UNAVAILABLE, "database-missing",
                          "there is no database %s; licencesctl --database %s init makes one", params, ctl->database);
}

static lic_error_t *begin(lic_ctl_t *ctl, apr_pool_t *p)
{
    const char *driver, *params;
    if (!ctl->database)
        return lic_error_make(p, LIC_INVALID, "usage",
                              "which database? Say --database DRIVER:PARAMS or set LICENCES_DATABASE, e.g. "
                              "sqlite3:licences.db");
    LIC_TRY(lic_db_source_parse(&driver, &params, ctl->database, ctl->pool));
    LIC_TRY(check_file(ctl, driver, params, p));
    return lic_db_source_make(&ctl->opens, driver, params, ctl->pool);
}

lic_error_t *lic_ctl_open(lic_db_t **db, lic_ctl_t *ctl, apr_pool_t *p)
{
    if (!ctl->opens)
        LIC_TRY(begin(ctl, p));
    if (!ctl->db) {
        LIC_TRY(ctl->opens->open(&ctl->db, ctl->opens->baton, ctl->pool));
        if (!ctl->bare)
            LIC_TRY(lic_schema_check(ctl->db, p));
    }
    *db = ctl->db;
    return NULL;
}

lic_error_t *lic_ctl_source_open(lic_db_t **db, void *baton, apr_pool_t *p)
{
    return lic_ctl_open(db, baton, p);
}

void lic_ctl_source_close(lic_db_t *db, void *baton)
{
    lic_ctl_t *ctl = baton;
    if (!lic_db_broken(db))
        return;
    ctl->opens->close(db, ctl->opens->baton);
    ctl->db = NULL;
}
