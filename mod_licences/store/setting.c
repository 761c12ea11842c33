/* store/setting.c  Settings of the whole database: names and values. */
#include "store/account.h"

#include <string.h>

lic_error_t *lic_setting_get(const char **value, lic_db_t *db, const char *name, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SETTING_GET, p, name));
    *value = lic_rows_next(rows) ? lic_rows_text(rows, LIC_C_SETTING_GET_VALUE) : NULL;
    return NULL;
}

lic_error_t *lic_setting_set(lic_db_t *db, const char *name, const char *value, apr_pool_t *p)
{
    /* Asked first: MariaDB tells an UPDATE that finds the same value from one that finds no row only if asked to */
    const char *old;
    LIC_TRY(lic_setting_get(&old, db, name, p));
    if (old && !strcmp(old, value))
        return NULL;
    return old ? lic_db_execute(NULL, db, LIC_Q_SETTING_UPDATE, p, value, name)
               : lic_db_execute(NULL, db, LIC_Q_SETTING_INSERT, p, name, value);
}

lic_error_t *lic_secret_load(lic_secret_t *secret, lic_db_t *db, apr_pool_t *p)
{
    LIC_TRY(lic_setting_get(&secret->current, db, LIC_SETTING_SECRET, p));
    LIC_TRY(lic_setting_get(&secret->previous, db, LIC_SETTING_SECRET_BEFORE, p));
    if (!secret->current)
        return lic_error_make(p, LIC_UNAVAILABLE, "schema-missing", "the database has no secret yet: run init");
    return NULL;
}
