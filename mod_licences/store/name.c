/* store/name.c  Names in the order of an account's language. */
#include "store/name.h"

#include <string.h>

#include "base/collation.h"
#include "store/connection.h"
#include "store/json_rows.h"
#include "store/setting.h"
#include "store/statement.h"

/* The next rows after *id, which moves on. *read: how many there were */
static lic_error_t *fill_some(int *read, apr_int64_t *id, lic_db_t *db, apr_int64_t account,
                              const lic_collation_t *collation, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_json_rows_t *list = lic_json_rows_make(p);
    *read = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_NAME_NEXT, p, account, *id, (apr_int64_t)LIC_JSON_ROWS_MAX));
    for (; lic_rows_next(rows); ++*read) {
        *id = lic_rows_int(rows, LIC_C_NAME_NEXT_ID);
        const char *key = lic_collation_key(collation, lic_rows_text(rows, LIC_C_NAME_NEXT_NAME), p);
        lic_json_rows_add(list);
        lic_json_rows_int(list, *id);
        lic_json_rows_text(list, key);
        if (lic_db_dialect(db) == LIC_SQLITE)
            LIC_TRY(lic_db_execute(NULL, db, LIC_Q_NAME_SAVE_ONE, p, key, account, *id));
    }
    if (!*read || lic_db_dialect(db) == LIC_SQLITE)
        return NULL;
    return lic_db_execute(NULL, db, LIC_Q_NAME_SAVE, p, account, lic_json_rows_end(list));
}

lic_error_t *lic_name_fill_account(lic_db_t *db, apr_int64_t account, const char *locale, apr_pool_t *scratch)
{
    apr_pool_t *all, *some;
    apr_int64_t id = 0;
    int read;
    lic_error_t *err;
    apr_pool_create(&all, scratch);
    apr_pool_create(&some, all);
    const lic_collation_t *collation = lic_collation_open(locale, all);
    do {
        apr_pool_clear(some);
        err = fill_some(&read, &id, db, account, collation, some);
    } while (!err && read == LIC_JSON_ROWS_MAX);
    err = err ? lic_error_wrap(err, scratch, "the names of account %" APR_INT64_T_FMT, account) : NULL;
    apr_pool_destroy(all);
    return err;
}

static lic_error_t *fill_next(apr_int64_t *account, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_NAME_ACCOUNT, p, *account));
    *account = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_NAME_ACCOUNT_ID) : 0;
    return *account ? lic_name_fill_account(db, *account, lic_rows_text(rows, LIC_C_NAME_ACCOUNT_LOCALE), p) : NULL;
}

lic_error_t *lic_name_fill(lic_db_t *db, apr_pool_t *scratch)
{
    apr_pool_t *one;
    apr_int64_t account = 0;
    lic_error_t *err;
    apr_pool_create(&one, scratch);
    do {
        apr_pool_clear(one);
        err = fill_next(&account, db, one);
    } while (!err && account);
    err = err ? lic_error_wrap(err, scratch, "putting names in order") : NULL;
    apr_pool_destroy(one);
    LIC_TRY(err);
    return lic_setting_set(db, LIC_SETTING_COLLATION, lic_collation_version(scratch), scratch);
}

lic_error_t *lic_name_refresh(lic_db_t *db, apr_pool_t *scratch)
{
    const char *version;
    LIC_TRY(lic_setting_get(&version, db, LIC_SETTING_COLLATION, scratch));
    if (version && !strcmp(version, lic_collation_version(scratch)))
        return NULL;
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_ACCOUNT_BUMP_ALL, scratch));
    return lic_name_fill(db, scratch);
}
