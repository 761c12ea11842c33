/* store/watch.c  What waits in a whole database. */
#include "store/watch.h"

#include <string.h>

#include "store/statement.h"

#define LEASES_MOST 100

static lic_error_t *count_state(apr_int64_t *number, const char *state, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_WATCH_OUTBOX, p, state, (apr_int64_t)LIC_WATCH_MOST));
    if (lic_rows_next(rows))
        *number = lic_rows_int(rows, LIC_C_WATCH_OUTBOX_NUMBER);
    return NULL;
}

static lic_error_t *count_mails(lic_watch_t *watch, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(count_state(&watch->parked, "parked", db, p));
    LIC_TRY(count_state(&watch->unwanted, "unwanted", db, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_WATCH_OUTBOX, p, "waiting", (apr_int64_t)LIC_WATCH_MOST));
    if (!lic_rows_next(rows))
        return NULL;
    watch->waiting = lic_rows_int(rows, LIC_C_WATCH_OUTBOX_NUMBER);
    watch->mail_due = lic_rows_time(rows, LIC_C_WATCH_OUTBOX_DUE);
    watch->mail_created = lic_rows_time(rows, LIC_C_WATCH_OUTBOX_CREATED);
    return NULL;
}

static lic_error_t *list_leases(lic_watch_t *watch, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    watch->leases = apr_array_make(p, 4, sizeof(lic_watch_lease_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_LEASE_LIST, p, (apr_int64_t)LEASES_MOST));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(watch->leases, lic_watch_lease_t) =
            (lic_watch_lease_t){.name = lic_rows_text(rows, LIC_C_LEASE_LIST_NAME),
                                .holder = lic_rows_text(rows, LIC_C_LEASE_LIST_HOLDER),
                                .left = lic_rows_int(rows, LIC_C_LEASE_LIST_LEFT)};
    return NULL;
}

lic_error_t *lic_watch_read(lic_watch_t *watch, lic_db_t *db, apr_time_t now, apr_pool_t *p)
{
    lic_rows_t *rows;
    memset(watch, 0, sizeof(*watch));
    LIC_TRY(count_mails(watch, db, p));
    LIC_TRY(list_leases(watch, db, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_WATCH_DUE, p, now, (apr_int64_t)LIC_WATCH_MOST));
    if (!lic_rows_next(rows))
        return NULL;
    watch->due = lic_rows_int(rows, LIC_C_WATCH_DUE_NUMBER);
    watch->due_since = lic_rows_time(rows, LIC_C_WATCH_DUE_DUE);
    return NULL;
}
