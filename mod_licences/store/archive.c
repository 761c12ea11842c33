/* store/archive.c  Finds what is past, and takes it out part by part. */
#include "store/archive.h"

#include "store/statement.h"

#define PART 5000 /* log entries that go in one transaction; an event goes as a whole */

static lic_error_t *number(apr_int64_t *number, lic_rows_t *rows, apr_int64_t missing)
{
    *number = lic_rows_next(rows) && !lic_rows_null(rows, 0) ? lic_rows_int(rows, 0) : missing;
    return NULL;
}

lic_error_t *lic_archive_through(apr_int64_t *through, apr_time_t *since, lic_db_t *db, apr_int64_t account,
                                 apr_pool_t *p)
{
    lic_rows_t *rows;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_GET, p, account));
    LIC_TRY(number(through, rows, 0));
    if (since)
        *since = *through ? lic_rows_time(rows, LIC_C_ARCHIVE_GET_SINCE) : 0;
    return NULL;
}

/* --- finding ---------------------------------------------------------------------------------------------------- */

static lic_error_t *find_entries(lic_archive_t *archive, lic_db_t *db, apr_pool_t *p)
{
    const lic_account_t *account = archive->account;
    const apr_time_t at = lic_zone_start(account->zone, archive->before);
    lic_rows_t *rows;
    apr_int64_t kept, unsent;
    LIC_TRY(lic_archive_through(&archive->after, NULL, db, account->id, p));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_KEPT, p, account->id, at));
    number(&kept, rows, account->last_log + 1);
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_UNSENT, p, account->id));
    number(&unsent, rows, 0);
    if (unsent && unsent < kept) {
        kept = unsent;
        archive->waiting = lic_rows_int(rows, LIC_C_ARCHIVE_UNSENT_WAITING);
        archive->parked = lic_rows_int(rows, LIC_C_ARCHIVE_UNSENT_PARKED);
        archive->since = lic_rows_time(rows, LIC_C_ARCHIVE_UNSENT_SINCE);
    }
    archive->through = kept - 1 > archive->after ? kept - 1 : archive->after;
    return NULL;
}

static lic_error_t *find_usage(lic_archive_t *archive, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *found = apr_array_make(p, 8, sizeof(lic_archive_usage_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_USAGE, p, archive->account->id, archive->before));
    while (lic_rows_next(rows))
        APR_ARRAY_PUSH(found, lic_archive_usage_t) =
            (lic_archive_usage_t){.product = lic_rows_int(rows, LIC_C_ARCHIVE_USAGE_PRODUCT),
                                  .key = lic_rows_text(rows, LIC_C_ARCHIVE_USAGE_KEY),
                                  .before = lic_rows_date(rows, LIC_C_ARCHIVE_USAGE_BEFORE)};
    archive->usage = (const lic_archive_usage_t *)found->elts;
    archive->nusage = found->nelts;
    return NULL;
}

lic_error_t *lic_archive_find(lic_archive_t *archive, lic_db_t *db, const lic_account_t *account, lic_date_t before,
                              apr_pool_t *p)
{
    *archive = (lic_archive_t){.account = account, .before = before};
    LIC_TRY(find_entries(archive, db, p));
    return find_usage(archive, db, p);
}

/* --- taking out ------------------------------------------------------------------------------------------------- */

/* A part ends where an event does: those that follow it don't miss their first rows. */
static lic_error_t *part_end(apr_int64_t *to, lic_db_t *db, const lic_archive_t *archive, apr_int64_t from,
                             apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_int64_t event;
    *to = from + PART;
    if (*to >= archive->through) {
        *to = archive->through;
        return NULL;
    }
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_EVENT, p, archive->account->id, *to + 1));
    number(&event, rows, *to + 1);
    if (event - 1 > from) {
        *to = event - 1;
        return NULL;
    }
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_EVENT_END, p, archive->account->id, event));
    return number(to, rows, *to);
}

static lic_error_t *take_entries(apr_int64_t *mails, lic_db_t *db, apr_int64_t account, apr_int64_t from,
                                 apr_int64_t to, apr_pool_t *p)
{
    apr_int64_t entries;
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_ARCHIVE_STATES_DELETE, p, account, from, to));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_ARCHIVE_STATES_INSERT, p, account, from, to));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_ARCHIVE_INVOICES_INSERT, p, account, from, to));
    LIC_TRY(lic_db_execute(NULL, db, LIC_Q_REFUSAL_DELETE, p, account, to));
    LIC_TRY(lic_db_execute(mails, db, LIC_Q_ARCHIVE_MAILS_DELETE, p, account, from, to));
    LIC_TRY(lic_db_execute(&entries, db, LIC_Q_ARCHIVE_ENTRIES_DELETE, p, account, from, to));
    if (entries == to - from)
        return NULL;
    return lic_error_make(p, LIC_BUG, "archive",
                          "log entries after %" APR_INT64_T_FMT " up to %" APR_INT64_T_FMT ": %" APR_INT64_T_FMT
                          " are there; licencesctl audit tells more",
                          from, to, entries);
}

static lic_error_t *take_days(apr_int64_t *days, lic_db_t *db, const lic_archive_t *archive, apr_pool_t *p)
{
    for (int i = 0; i < archive->nusage; i++) {
        const lic_archive_usage_t *usage = &archive->usage[i];
        apr_int64_t gone;
        LIC_TRY(lic_db_execute(&gone, db, LIC_Q_ARCHIVE_DAYS_DELETE, p, archive->account->id, usage->product,
                               usage->before));
        *days += gone;
    }
    return NULL;
}

lic_error_t *lic_archive_take(int *moved, apr_int64_t *from, apr_int64_t *to, lic_db_t *db,
                              const lic_archive_t *archive, apr_time_t now, apr_pool_t *p)
{
    const apr_int64_t account = archive->account->id;
    apr_int64_t mails = 0, days = 0, there;
    LIC_TRY(lic_archive_through(from, NULL, db, account, p));
    *to = *from;
    if (*from < archive->through) {
        LIC_TRY(part_end(to, db, archive, *from, p));
        LIC_TRY(take_entries(&mails, db, account, *from, *to, p));
    }
    if (*to >= archive->through)
        LIC_TRY(take_days(&days, db, archive, p));
    *moved = *to > *from || days > 0;
    if (!*moved)
        return NULL;
    LIC_TRY(lic_db_execute(&there, db, LIC_Q_ARCHIVE_UPDATE, p, *to, mails, days, now, account));
    return there ? NULL : lic_db_execute(NULL, db, LIC_Q_ARCHIVE_INSERT, p, account, *to, mails, days, now);
}
