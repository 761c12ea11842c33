/* store/role.c  Reads of roles and of who holds what through them. */
#include "store/role.h"

#include <apr_strings.h>

#include "store/statement.h"

static apr_int64_t only_number(lic_rows_t *rows, int column)
{
    return lic_rows_next(rows) ? lic_rows_int(rows, column) : 0;
}

lic_error_t *lic_role_unknown(const char *key, apr_pool_t *p)
{
    return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "role-unknown", "there is no role %s", key), "role", key);
}

lic_error_t *lic_role_load(lic_role_t **role, lic_db_t *db, apr_int64_t account, const char *key, apr_pool_t *p)
{
    lic_rows_t *rows;
    lic_role_t *found = NULL;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_RIGHTS, p, account, key));
    while (lic_rows_next(rows)) {
        if (!found) {
            found = apr_pcalloc(p, sizeof(*found));
            found->key = lic_rows_text(rows, LIC_C_ROLE_RIGHTS_ROLE_KEY);
        }
        found->rights |=
            (lic_rights_t)lic_word_value(lic_right_words, lic_rows_text(rows, LIC_C_ROLE_RIGHTS_RIGHT_KEY), 0);
    }
    if (!found)
        return lic_role_unknown(key, p);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_MEMBERS, p, account, key, (apr_int64_t)LIC_ROLE_COUNT_MOST));
    found->members = only_number(rows, LIC_C_ROLE_MEMBERS_HOLDERS);
    *role = found;
    return NULL;
}

lic_error_t *lic_role_keys(apr_hash_t **keys, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_KEYS, p, account));
    *keys = apr_hash_make(p);
    while (lic_rows_next(rows)) {
        const char *key = lic_rows_text(rows, LIC_C_ROLE_KEYS_ROLE_KEY);
        apr_hash_set(*keys, key, APR_HASH_KEY_STRING, key);
    }
    return NULL;
}

lic_error_t *lic_role_admins(apr_int64_t *admins, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_ADMINS, p, account, lic_word_of(lic_right_words, LIC_RIGHT_ROLES)));
    *admins = only_number(rows, LIC_C_ROLE_ADMINS_ADMINS);
    return NULL;
}

lic_error_t *lic_role_held(int *held, lic_db_t *db, apr_int64_t account, apr_int64_t employee, const char *role,
                           apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_HELD, p, account, employee, role));
    *held = lic_rows_next(rows);
    return NULL;
}

lic_error_t *lic_role_left(int *left, lic_db_t *db, apr_int64_t account, const char *role, apr_int64_t employee,
                           apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_LEFT, p, account, role, employee));
    *left = lic_rows_next(rows);
    return NULL;
}

lic_error_t *lic_role_too_many(apr_pool_t *p)
{
    return lic_error_fact(
        lic_error_make(p, LIC_REFUSED, "too-many-roles", "an account has at most %d roles", LIC_ROLES_MAX), "most",
        apr_itoa(p, LIC_ROLES_MAX));
}

lic_error_t *lic_role_insert(lic_db_t *db, apr_int64_t account, const char *key, const char *name, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_RIGHTS, p, account, key));
    if (lic_rows_next(rows))
        return lic_error_fact(lic_error_make(p, LIC_CONFLICT, "role-exists", "there is a role %s already", key), "role",
                              key);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_COUNT, p, account));
    if (only_number(rows, LIC_C_ROLE_COUNT_ROLES) >= LIC_ROLES_MAX)
        return lic_role_too_many(p);
    return lic_db_execute(NULL, db, LIC_Q_ROLE_INSERT, p, account, key, name);
}

lic_error_t *lic_role_last_admin(apr_int64_t *last_role_admin, lic_db_t *db, apr_int64_t account, apr_pool_t *p)
{
    lic_rows_t *rows;
    *last_role_admin = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ROLE_LAST_ADMIN, p, account));
    if (lic_rows_next(rows))
        *last_role_admin = lic_rows_int(rows, LIC_C_ROLE_LAST_ADMIN_ID);
    if (lic_rows_next(rows))
        *last_role_admin = 0;
    return NULL;
}
