/* store/request.c  Stored answers, so that what is sent twice takes effect once. */
#include "store/request.h"

#include <string.h>

#include "store/statement.h"

lic_error_t *lic_request_find(const char **answer, apr_time_t *oldest, lic_db_t *db, apr_int64_t account,
                              const char *key, const char *digest, apr_pool_t *p)
{
    lic_rows_t *rows;
    *answer = NULL;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_REQUEST_FIND, p, account, key));
    const int found = lic_rows_next(rows);
    *oldest = found ? lic_rows_time(rows, LIC_C_REQUEST_FIND_OLDEST) : 0;
    if (!found || lic_rows_null(rows, LIC_C_REQUEST_FIND_DIGEST))
        return NULL;
    if (strcmp(lic_rows_text(rows, LIC_C_REQUEST_FIND_DIGEST), digest))
        return lic_error_make(p, LIC_REFUSED, "key-reused", "this key was sent before, with other content");
    *answer = lic_rows_text(rows, LIC_C_REQUEST_FIND_ANSWER);
    return NULL;
}

lic_error_t *lic_request_store(lic_db_t *db, apr_int64_t account, const char *key, const char *digest,
                               const char *answer, apr_time_t now, apr_pool_t *p)
{
    return lic_db_execute(NULL, db, LIC_Q_REQUEST_INSERT, p, account, key, digest, answer, now);
}

lic_error_t *lic_request_forget(lic_db_t *db, apr_int64_t account, apr_time_t now, apr_pool_t *p)
{
    return lic_db_execute(NULL, db, LIC_Q_REQUEST_FORGET, p, account, now - LIC_REQUEST_KEPT);
}
