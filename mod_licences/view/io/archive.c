/* view/io/archive.c  Rows of the log, the outbox and the usage history as XML, page by page. */
#include "view/io/archive.h"

#include <string.h>
#include <apr_strings.h>

#include "store/statement.h"
#include "view/document/part.h"

#define PAGE 500

_Static_assert((int)LIC_C_ARCHIVE_ENTRIES_ID == (int)LIC_C_VIEW_LOG_UP_ID &&
                   (int)LIC_C_ARCHIVE_ENTRIES_ATTEMPTS == (int)LIC_C_VIEW_LOG_UP_ATTEMPTS,
               "lic_part_entry_begin and lic_part_attempts read both");

typedef struct lic_archive_args_t {
    lic_xml_t *x;
    lic_out_t *out;
    const lic_archive_t *archive;
    lic_archive_count_t *count;
    lic_db_source_t *from;
    /* where the last page ended, in the writing's pool */
    apr_int64_t entry, event;
    const char *address;
    int usage;      /* index of the product whose days are read */
    lic_date_t day; /* the last one of it */
    apr_pool_t *pool;
} lic_archive_args_t;

/* One page: *more 0 after the last */
typedef lic_error_t *lic_page_fn(int *more, lic_archive_args_t *w, lic_db_t *db, apr_pool_t *p);

static lic_error_t *entries(int *more, lic_archive_args_t *w, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    int n = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_ENTRIES, p, w->archive->account->id, w->entry, w->archive->through,
                          (apr_int64_t)PAGE));
    for (; lic_rows_next(rows); n++) {
        lic_part_entry_begin(w->x, rows);
        lic_part_attempts(w->x, rows);
        lic_xml_attr_int(w->x, "event", lic_rows_int(rows, LIC_C_ARCHIVE_ENTRIES_EVENT));
        lic_xml_element(w->x, "name", lic_rows_text(rows, LIC_C_ARCHIVE_ENTRIES_NAME));
        lic_xml_end(w->x);
        w->entry = lic_rows_int(rows, LIC_C_ARCHIVE_ENTRIES_ID);
    }
    w->count->entries += n;
    *more = n == PAGE;
    return NULL;
}

static lic_error_t *mails(int *more, lic_archive_args_t *w, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    int n = 0;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_MAILS, p, w->archive->account->id, w->event, w->address,
                          w->archive->through, (apr_int64_t)PAGE));
    for (; lic_rows_next(rows); n++) {
        lic_xml_start(w->x, "mail");
        lic_xml_attr_int(w->x, "id", lic_rows_int(rows, LIC_C_ARCHIVE_MAILS_ID));
        lic_xml_attr_int(w->x, "event", lic_rows_int(rows, LIC_C_ARCHIVE_MAILS_EVENT));
        lic_xml_attr(w->x, "action", lic_rows_text(rows, LIC_C_ARCHIVE_MAILS_KIND));
        lic_xml_attr(w->x, "address", lic_rows_text(rows, LIC_C_ARCHIVE_MAILS_ADDRESS));
        lic_xml_attr(w->x, "locale", lic_rows_text(rows, LIC_C_ARCHIVE_MAILS_LANGUAGE));
        lic_xml_attr_int(w->x, "entries", lic_rows_int(rows, LIC_C_ARCHIVE_MAILS_ROWS_TOLD));
        if (strcmp(lic_rows_text(rows, LIC_C_ARCHIVE_MAILS_STATE), "sent") != 0)
            lic_xml_attr(w->x, "unsent", lic_rows_text(rows, LIC_C_ARCHIVE_MAILS_STATE));
        lic_xml_attr_int(w->x, "attempts", lic_rows_int(rows, LIC_C_ARCHIVE_MAILS_ATTEMPTS));
        lic_xml_attr_time(w->x, "created", lic_rows_time(rows, LIC_C_ARCHIVE_MAILS_CREATED_AT));
        lic_xml_attr_time(w->x, "sent", lic_rows_time(rows, LIC_C_ARCHIVE_MAILS_SENT_AT));
        lic_xml_end(w->x);
        w->event = lic_rows_int(rows, LIC_C_ARCHIVE_MAILS_EVENT);
        w->address = lic_rows_text(rows, LIC_C_ARCHIVE_MAILS_ADDRESS);
    }
    w->address = apr_pstrdup(w->pool, w->address); /* of one page in five hundred rows */
    w->count->mails += n;
    *more = n == PAGE;
    return NULL;
}

static lic_error_t *days(int *more, lic_archive_args_t *w, lic_db_t *db, apr_pool_t *p)
{
    const lic_archive_usage_t *usage = &w->archive->usage[w->usage];
    lic_rows_t *rows;
    int n = 0;
    *more = w->usage < w->archive->nusage;
    if (!*more)
        return NULL;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_ARCHIVE_DAYS, p, w->archive->account->id, usage->product, w->day,
                          usage->before, (apr_int64_t)PAGE));
    for (; lic_rows_next(rows); n++) {
        w->day = lic_rows_date(rows, LIC_C_ARCHIVE_DAYS_DAY);
        lic_xml_start(w->x, "day");
        lic_xml_attr_date(w->x, "date", w->day);
        lic_xml_attr(w->x, "product", usage->key);
        lic_xml_attr_int(w->x, "purchased", lic_rows_int(rows, LIC_C_ARCHIVE_DAYS_PURCHASED));
        lic_xml_attr_int(w->x, "used", lic_rows_int(rows, LIC_C_ARCHIVE_DAYS_USED));
        lic_xml_attr_int(w->x, "last-purchased", lic_rows_int(rows, LIC_C_ARCHIVE_DAYS_LAST_PURCHASED));
        lic_xml_attr_int(w->x, "last-used", lic_rows_int(rows, LIC_C_ARCHIVE_DAYS_LAST_USED));
        lic_xml_end(w->x);
    }
    w->count->days += n;
    if (n < PAGE) {
        w->usage++;
        w->day = lic_date_make(1, 1, 1);
    }
    return NULL;
}

static lic_error_t *give(lic_archive_args_t *w, apr_pool_t *p)
{
    apr_size_t length;
    LIC_TRY(lic_xml_error(w->x));
    const char *text = lic_xml_take(w->x, &length, p);
    if (!length || w->out->write(w->out->baton, text, length) == APR_SUCCESS)
        return NULL;
    return lic_error_make(p, LIC_UNAVAILABLE, "output", "the archive can't be written");
}

/* A connection for each page, given back before it is written */
static lic_error_t *write_pages(lic_archive_args_t *w, lic_page_fn *page, apr_pool_t *each)
{
    int more = 1;
    while (more) {
        lic_db_t *db;
        apr_pool_clear(each);
        LIC_TRY(w->from->open(&db, w->from->baton, each));
        lic_error_t *err = page(&more, w, db, each);
        w->from->close(db, w->from->baton);
        LIC_TRY(err);
        LIC_TRY(give(w, each));
    }
    return NULL;
}

static void begin(lic_archive_args_t *w)
{
    const lic_archive_t *archive = w->archive;
    lic_xml_start(w->x, "archive");
    lic_xml_attr(w->x, "account", archive->account->key);
    lic_xml_attr(w->x, "epoch", archive->account->epoch);
    lic_xml_attr_date(w->x, "before", archive->before);
    lic_xml_attr(w->x, "timezone", archive->account->timezone);
    lic_xml_attr_int(w->x, "after", archive->after);
    lic_xml_attr_int(w->x, "through", archive->through);
}

static lic_error_t *end(lic_archive_args_t *w, apr_pool_t *p)
{
    lic_xml_start(w->x, "end");
    lic_xml_attr_int(w->x, "entries", w->count->entries);
    lic_xml_attr_int(w->x, "mails", w->count->mails);
    lic_xml_attr_int(w->x, "days", w->count->days);
    lic_xml_end(w->x);
    lic_xml_end(w->x);
    return give(w, p);
}

lic_error_t *lic_archive_write(lic_archive_count_t *count, lic_out_t *out, const lic_archive_t *archive,
                               lic_db_source_t *from, apr_pool_t *p)
{
    static lic_page_fn *const parts[] = {entries, mails, days};
    lic_archive_args_t w = {.x = lic_xml_make_buffer(LIC_XML_NAMESPACE, p),
                            .out = out,
                            .archive = archive,
                            .count = count,
                            .from = from,
                            .entry = archive->after,
                            .event = archive->after + 1,
                            .address = "",
                            .day = lic_date_make(1, 1, 1),
                            .pool = p};
    apr_pool_t *each;
    lic_error_t *err = NULL;
    *count = (lic_archive_count_t){0, 0, 0};
    apr_pool_create(&each, p);
    begin(&w);
    for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]) && !err; i++)
        err = write_pages(&w, parts[i], each);
    if (!err)
        err = end(&w, each);
    err = err ? lic_error_wrap(err, p, "the archive of %s", archive->account->key) : NULL;
    apr_pool_destroy(each);
    return err;
}
