/* store/outbox.c  Claiming mail by conditional UPDATE, and what becomes of it. */
#include "store/outbox.h"

#include <string.h>
#include <apr_strings.h>

#include "store/statement.h"
#include "store/transaction.h"

static apr_array_header_t *read_due(lic_rows_t *rows, apr_pool_t *p)
{
    apr_array_header_t *due = apr_array_make(p, 20, sizeof(lic_outbox_row_t));
    while (lic_rows_next(rows)) {
        APR_ARRAY_PUSH(due, lic_outbox_row_t) =
            (lic_outbox_row_t){.account = lic_rows_int(rows, LIC_C_OUTBOX_DUE_ACCOUNT),
                               .id = lic_rows_int(rows, LIC_C_OUTBOX_DUE_ID),
                               .account_key = lic_rows_text(rows, LIC_C_OUTBOX_DUE_ACCOUNT_KEY),
                               .event = lic_rows_int(rows, LIC_C_OUTBOX_DUE_EVENT),
                               .kind = lic_rows_text(rows, LIC_C_OUTBOX_DUE_KIND),
                               .address = lic_rows_text(rows, LIC_C_OUTBOX_DUE_ADDRESS),
                               .language = lic_rows_text(rows, LIC_C_OUTBOX_DUE_LANGUAGE),
                               .rows_told = lic_rows_int(rows, LIC_C_OUTBOX_DUE_ROWS_TOLD),
                               .attempts = lic_rows_int(rows, LIC_C_OUTBOX_DUE_ATTEMPTS),
                               .refused = lic_rows_int(rows, LIC_C_OUTBOX_DUE_REFUSED),
                               .created = lic_rows_time(rows, LIC_C_OUTBOX_DUE_CREATED_AT)};
    }
    return due;
}

static lic_error_t *claim_each(apr_array_header_t *claimed, const apr_array_header_t *due, lic_db_t *db,
                               const char *holder, apr_time_t now, apr_time_t until, apr_pool_t *scratch)
{
    for (int i = 0; i < due->nelts; i++) {
        const lic_outbox_row_t *row = &APR_ARRAY_IDX(due, i, lic_outbox_row_t);
        apr_int64_t affected;
        LIC_TRY(lic_db_execute(&affected, db, LIC_Q_OUTBOX_CLAIM, scratch, holder, until, row->account, row->id, now));
        if (affected)
            APR_ARRAY_PUSH(claimed, lic_outbox_row_t) = *row;
    }
    return NULL;
}

lic_error_t *lic_outbox_claim(apr_array_header_t **rows, lic_db_t *db, const char *holder, apr_time_t now,
                              apr_time_t until, int limit, apr_pool_t *p)
{
    lic_rows_t *found;
    *rows = apr_array_make(p, limit, sizeof(lic_outbox_row_t));
    /* looked at before anything is locked: mostly there is nothing to do */
    LIC_TRY(lic_db_select(&found, db, LIC_Q_OUTBOX_DUE, p, now, (apr_int64_t)limit));
    const apr_array_header_t *due = read_due(found, p);
    if (!due->nelts)
        return NULL;
    apr_pool_t *transaction;
    apr_pool_create(&transaction, p);
    lic_error_t *err = lic_db_begin(db, transaction);
    if (!err)
        err = claim_each(*rows, due, db, holder, now, until, transaction);
    if (!err)
        err = lic_db_commit(db, p);
    if (err)
        err = lic_error_wrap(err, p, "claiming mail");
    apr_pool_destroy(transaction);
    return err;
}

static lic_error_t *tell(int *mine, apr_int64_t affected, lic_error_t *err)
{
    if (mine)
        *mine = !err && affected == 1;
    return err;
}

lic_error_t *lic_outbox_begin(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder,
                              apr_time_t until, apr_time_t retry, apr_pool_t *scratch)
{
    apr_int64_t affected = 0;
    lic_error_t *err =
        lic_db_execute(&affected, db, LIC_Q_OUTBOX_BEGIN, scratch, until, retry, row->account, row->id, holder);
    return tell(mine, affected, err);
}

lic_error_t *lic_outbox_sent(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder, apr_time_t at,
                             apr_pool_t *scratch)
{
    apr_int64_t affected = 0;
    lic_error_t *err = lic_db_execute(&affected, db, LIC_Q_OUTBOX_SENT, scratch, at, row->account, row->id, holder);
    return tell(mine, affected, err);
}

/* Cut between characters */
static const char *shortened(const char *why, apr_pool_t *p)
{
    apr_size_t length = strlen(why);
    if (length <= LIC_OUTBOX_WHY_MAX)
        return why;
    for (length = LIC_OUTBOX_WHY_MAX; (why[length] & 0xc0) == 0x80; length--)
        ;
    return apr_pstrmemdup(p, why, length);
}

lic_error_t *lic_outbox_delay(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder,
                              apr_time_t retry, const char *why, apr_pool_t *scratch)
{
    apr_int64_t affected = 0;
    lic_error_t *err = lic_db_execute(&affected, db, LIC_Q_OUTBOX_DELAY, scratch, row->attempts, row->refused, retry,
                                      shortened(why, scratch), row->account, row->id, holder);
    return tell(mine, affected, err);
}

lic_error_t *lic_outbox_park(int *mine, lic_db_t *db, const lic_outbox_row_t *row, const char *holder, const char *why,
                             apr_pool_t *scratch)
{
    apr_int64_t affected = 0;
    lic_error_t *err = lic_db_execute(&affected, db, LIC_Q_OUTBOX_PARK, scratch, shortened(why, scratch), row->account,
                                      row->id, holder);
    return tell(mine, affected, err);
}

lic_error_t *lic_outbox_release(lic_db_t *db, const lic_outbox_row_t *row, const char *holder, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_OUTBOX_RELEASE, scratch, row->account, row->id, holder);
}

lic_error_t *lic_outbox_unwant(lic_db_t *db, apr_time_t now, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_OUTBOX_UNWANT, scratch, now);
}

lic_error_t *lic_outbox_want(lic_db_t *db, apr_time_t now, apr_time_t since, apr_pool_t *scratch)
{
    return lic_db_execute(NULL, db, LIC_Q_OUTBOX_WANT, scratch, now, since);
}

/* --- what support does ------------------------------------------------------------------------------------------ */

const char *const lic_outbox_states[] = {"waiting", "parked", "unwanted", NULL};

static apr_int64_t last_of(apr_int64_t account)
{
    return account ? account : APR_INT64_MAX;
}

lic_error_t *lic_outbox_list(apr_array_header_t **mails, lic_db_t *db, apr_int64_t account, const char *state,
                             const lic_outbox_unsent_t *after, int limit, apr_pool_t *p)
{
    lic_rows_t *rows;
    *mails = apr_array_make(p, limit, sizeof(lic_outbox_unsent_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_OUTBOX_LIST, p, account, last_of(account), state,
                          after ? after->account : (apr_int64_t)0, after ? after->id : (apr_int64_t)0,
                          (apr_int64_t)limit));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(*mails, lic_outbox_unsent_t) =
            (lic_outbox_unsent_t){.account = lic_rows_int(rows, LIC_C_OUTBOX_LIST_ACCOUNT),
                                  .id = lic_rows_int(rows, LIC_C_OUTBOX_LIST_ID),
                                  .account_key = lic_rows_text(rows, LIC_C_OUTBOX_LIST_ACCOUNT_KEY),
                                  .kind = lic_rows_text(rows, LIC_C_OUTBOX_LIST_KIND),
                                  .address = lic_rows_text(rows, LIC_C_OUTBOX_LIST_ADDRESS),
                                  .why = lic_rows_text(rows, LIC_C_OUTBOX_LIST_LAST_ERROR),
                                  .attempts = lic_rows_int(rows, LIC_C_OUTBOX_LIST_ATTEMPTS),
                                  .created = lic_rows_time(rows, LIC_C_OUTBOX_LIST_CREATED_AT)};
    return NULL;
}

lic_error_t *lic_outbox_drop(apr_int64_t *count, lic_db_t *db, apr_int64_t account, const char *state,
                             apr_pool_t *scratch)
{
    return lic_db_execute(count, db, LIC_Q_OUTBOX_DROP, scratch, account, last_of(account), state);
}

lic_error_t *lic_outbox_allow(apr_int64_t *count, lic_db_t *db, apr_int64_t account, apr_time_t now,
                              apr_pool_t *scratch)
{
    return lic_db_execute(count, db, LIC_Q_OUTBOX_ALLOW, scratch, now, account, last_of(account));
}

lic_error_t *lic_outbox_retry(apr_int64_t *count, lic_db_t *db, apr_int64_t account, apr_time_t now,
                              apr_pool_t *scratch)
{
    return lic_db_execute(count, db, LIC_Q_OUTBOX_RETRY, scratch, now, account, last_of(account));
}
