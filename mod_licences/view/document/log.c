/* view/document/log.c  The action log: /log, newest first for a person, oldest first as a feed. */
#include <string.h>

#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/part.h"

static const char *const filters[] = {"actor", "action", "from", "to", NULL};

#define END_OF_TIME (apr_time_from_sec(APR_INT64_C(253402300799))) /* 9999-12-31T23:59:59Z */

/* Filters are whole local dates, both included. */
static void read_range(const lic_query_t *q, apr_time_t *from, apr_time_t *until)
{
    const char *first = lic_part_arg(q, "from"), *last = lic_part_arg(q, "to");
    lic_date_t from_date = first ? lic_date_parse(first) : LIC_DATE_NONE;
    lic_date_t to_date = last ? lic_date_parse(last) : LIC_DATE_NONE;
    *from = from_date == LIC_DATE_NONE ? 0 : lic_zone_start(q->account->zone, from_date);
    *until = to_date == LIC_DATE_NONE ? END_OF_TIME : lic_zone_start(q->account->zone, to_date + 1);
}

static lic_error_t *log_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    apr_int64_t archived;
    LIC_TRY(lic_part_archived(&archived, x, q, db, p));
    if (archived) /* whoever asks for what came after an earlier one sees that it isn't all here */
        lic_xml_attr_int(x, "archived", archived);
    return lic_part_head(x, q, filters, db, p);
}

void lic_part_entry_begin(lic_xml_t *x, const lic_rows_t *rows)
{
    lic_xml_start(x, "entry");
    lic_xml_attr_int(x, "id", lic_rows_int(rows, LIC_C_VIEW_LOG_UP_ID));
    lic_xml_attr_time(x, "at", lic_rows_time(rows, LIC_C_VIEW_LOG_UP_AT));
    lic_xml_attr(x, "actor", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_ACTOR));
    lic_xml_attr(x, "action", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_ACTION));
    if (!lic_rows_null(rows, LIC_C_VIEW_LOG_UP_PRODUCT))
        lic_xml_attr(x, "product", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_PRODUCT));
    lic_xml_attr(x, "object", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_OBJECT));
    lic_xml_attr(x, "old", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_OLD_STATE));
    lic_xml_attr(x, "new", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_NEW_STATE));
    lic_xml_attr_time(x, "deadline", lic_rows_time(rows, LIC_C_VIEW_LOG_UP_DEADLINE));
    if (!lic_rows_null(rows, LIC_C_VIEW_LOG_UP_AMOUNT))
        lic_part_amount(x, lic_rows_int(rows, LIC_C_VIEW_LOG_UP_AMOUNT),
                        lic_rows_text(rows, LIC_C_VIEW_LOG_UP_CURRENCY));
    if (!lic_rows_null(rows, LIC_C_VIEW_LOG_UP_INVOICE))
        lic_xml_attr(x, "invoice", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_INVOICE));
    if (!lic_rows_null(rows, LIC_C_VIEW_LOG_UP_PLANNED_BY))
        lic_xml_attr(x, "planned-by", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_PLANNED_BY));
}

void lic_part_attempts(lic_xml_t *x, const lic_rows_t *rows)
{
    const apr_int64_t attempts = lic_rows_int(rows, LIC_C_VIEW_LOG_UP_ATTEMPTS);
    if (attempts > 1)
        lic_xml_attr_int(x, "attempts", attempts);
}

void lic_part_entry(lic_xml_t *x, const lic_rows_t *rows)
{
    lic_part_entry_begin(x, rows);
    lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_NAME));
    lic_xml_end(x);
}

static lic_error_t *log_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_time_t from, until;
    const char *actor = lic_part_arg(q, "actor"), *action = lic_part_arg(q, "action");
    apr_int64_t start = at->person && !at->id ? APR_INT64_MAX : at->id;
    int written = 0;
    read_range(q, &from, &until);
    LIC_TRY(lic_db_select(&rows, db, at->person ? LIC_Q_VIEW_LOG_DOWN : LIC_Q_VIEW_LOG_UP, p, q->account->id, start,
                          actor ? actor : "", action ? action : "", from, until, (apr_int64_t)at->batch + 1));
    at->done = 1;
    while (lic_rows_next(rows)) {
        if (written == at->batch) {
            at->done = 0;
            break;
        }
        at->id = lic_rows_int(rows, LIC_C_VIEW_LOG_UP_ID);
        lic_part_entry_begin(x, rows);
        lic_part_attempts(x, rows);
        lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_NAME));
        lic_xml_end(x);
        written++;
    }
    at->rows += written;
    return NULL;
}

const lic_document_t lic_document_log = {"log", "log", 1, log_head, log_rows};
