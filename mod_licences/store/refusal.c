/* store/refusal.c  Counts of refused attempts. */
#include "store/refusal.h"

#include <apr_tables.h>

#include "store/statement.h"

lic_error_t *lic_refusal_list(const lic_refusal_seen_t **seen, int *n, lic_db_t *db, const lic_refusal_t *key,
                              apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *found = apr_array_make(p, 4, sizeof(lic_refusal_seen_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_REFUSAL_LIST, p, key->account, key->minute, key->actor,
                          (apr_int64_t)LIC_REFUSAL_LIST));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(found, lic_refusal_seen_t) =
            (lic_refusal_seen_t){.path = lic_rows_text(rows, LIC_C_REFUSAL_LIST_PATH),
                                 .attempts = lic_rows_int(rows, LIC_C_REFUSAL_LIST_ATTEMPTS)};
    *seen = (const lic_refusal_seen_t *)found->elts;
    *n = found->nelts;
    return NULL;
}

lic_error_t *lic_refusal_insert(lic_db_t *db, const lic_refusal_t *key, apr_int64_t entry, apr_pool_t *p)
{
    return lic_db_execute(NULL, db, LIC_Q_REFUSAL_INSERT, p, key->account, key->minute, key->actor, key->path, entry);
}

lic_error_t *lic_refusal_count(lic_db_t *db, const lic_refusal_t *key, apr_pool_t *p)
{
    return lic_db_execute(NULL, db, LIC_Q_REFUSAL_COUNT, p, key->account, key->minute, key->actor, key->path);
}

lic_error_t *lic_refusal_sum(apr_int64_t *attempts, lic_db_t *db, apr_int64_t account, apr_time_t since, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_REFUSAL_SUM, p, account, since));
    *attempts = lic_rows_next(rows) ? lic_rows_int(rows, LIC_C_REFUSAL_SUM_ATTEMPTS) : 0;
    return NULL;
}
