/* store/setting.c  Settings of the whole database: names and values. */
#include "store/setting.h"

#include <string.h>

#include "store/statement.h"

lic_error_t *lic_setting_get(const char **value, lic_db_t *db, const char *name, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SETTING_GET, p, name));
    *value = lic_rows_next(rows) ? lic_rows_text(rows, LIC_C_SETTING_GET_VALUE) : NULL;
    return NULL;
}

/* Asked first: MariaDB tells an UPDATE that finds the same value from one that finds no row only if asked to */
static lic_error_t *put(int *same, lic_db_t *db, const char *name, const char *value, apr_pool_t *p)
{
    const char *old;
    LIC_TRY(lic_setting_get(&old, db, name, p));
    *same = old && !strcmp(old, value);
    if (*same)
        return NULL;
    return old ? lic_db_execute(NULL, db, LIC_Q_SETTING_UPDATE, p, value, name)
               : lic_db_execute(NULL, db, LIC_Q_SETTING_INSERT, p, name, value);
}

lic_error_t *lic_setting_set(lic_db_t *db, const char *name, const char *value, apr_pool_t *p)
{
    int same;
    LIC_TRY(put(&same, db, name, value, p));
    return same ? NULL : lic_catalogue_move(db, p);
}

/* A random word: a number that two changes count on from at once could come out the same */
lic_error_t *lic_catalogue_move(lic_db_t *db, apr_pool_t *p)
{
    int same;
    return put(&same, db, LIC_SETTING_CATALOGUE, lic_token_random(p), p);
}

lic_error_t *lic_secret_missing(apr_pool_t *p)
{
    return lic_error_make(p, LIC_UNAVAILABLE, "schema-missing", "the database has no secret yet: run init");
}

lic_error_t *lic_epoch_begin(lic_db_t *db, apr_pool_t *p)
{
    int same;
    LIC_TRY(put(&same, db, LIC_SETTING_EPOCH, lic_token_random(p), p));
    LIC_TRY(put(&same, db, LIC_SETTING_SECRET, lic_token_secret(p), p));
    return put(&same, db, LIC_SETTING_SECRET_BEFORE, "", p); /* verifies nothing */
}

lic_error_t *lic_secret_load(lic_secret_t *secret, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    *secret = (lic_secret_t){NULL, NULL};
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_SETTING_SECRETS, p, LIC_SETTING_SECRET, LIC_SETTING_SECRET_BEFORE));
    while (lic_rows_next(rows)) {
        const int current = !strcmp(lic_rows_text(rows, LIC_C_SETTING_SECRETS_NAME), LIC_SETTING_SECRET);
        *(current ? &secret->current : &secret->previous) = lic_rows_text(rows, LIC_C_SETTING_SECRETS_VALUE);
    }
    if (!secret->current)
        return lic_secret_missing(p);
    return NULL;
}
