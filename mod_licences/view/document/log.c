/* view/document/log.c  The action log: /log, newest first for a person, oldest first as a feed. */
#include <string.h>

#include <apr_strings.h>

#include "store/json_rows.h"
#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/part.h"

static const char *const filters[] = {"object", "actor", "action", "from", "to", NULL};

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

/* A product's own entries, and those of what is said of it. What isn't a product has the first alone. */
static const char *objects_of(const char *object, apr_pool_t *p)
{
    const char *const names[] = {object, apr_pstrcat(p, object, "/policy", NULL),
                                 apr_pstrcat(p, "account/few/", object, NULL)};
    lic_json_rows_t *rows = lic_json_rows_make(p);
    for (apr_size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        lic_json_rows_add(rows);
        lic_json_rows_text(rows, names[i]);
    }
    return lic_json_rows_end(rows);
}

/* Both ways, and of one object or all, with the same columns. */
static lic_error_t *select_entries(lic_rows_t **rows, const lic_query_t *q, lic_db_t *db, const lic_cursor_t *at,
                                   apr_pool_t *p)
{
    const char *actor = lic_part_arg(q, "actor"), *action = lic_part_arg(q, "action");
    const char *object = lic_part_arg(q, "object");
    const apr_int64_t start = at->person && !at->id ? APR_INT64_MAX : at->id, wanted = (apr_int64_t)at->batch + 1;
    apr_time_t from, until;
    read_range(q, &from, &until);
    if (object)
        return lic_db_select(rows, db, at->person ? LIC_Q_VIEW_LOG_OF_DOWN : LIC_Q_VIEW_LOG_OF_UP, p, q->account->id,
                             start, objects_of(object, p), actor ? actor : "", action ? action : "", from, until,
                             wanted);
    return lic_db_select(rows, db, at->person ? LIC_Q_VIEW_LOG_DOWN : LIC_Q_VIEW_LOG_UP, p, q->account->id, start,
                         actor ? actor : "", action ? action : "", from, until, wanted);
}

static lic_error_t *log_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    int written = 0;
    LIC_TRY(select_entries(&rows, q, db, at, p));
    at->done = 1;
    while (lic_rows_next(rows)) {
        if (written == at->batch) {
            at->done = 0;
            break;
        }
        at->id = lic_rows_int(rows, LIC_C_VIEW_LOG_UP_ID);
        lic_part_entry_begin(x, rows);
        lic_part_attempts(x, rows);
        if (!lic_rows_null(rows, LIC_C_VIEW_LOG_UP_ACTOR_ID))
            lic_xml_attr_int(x, "actor-id", lic_rows_int(rows, LIC_C_VIEW_LOG_UP_ACTOR_ID));
        lic_xml_element(x, "name", lic_rows_text(rows, LIC_C_VIEW_LOG_UP_NAME));
        lic_xml_end(x);
        written++;
    }
    at->rows += written;
    return NULL;
}

const lic_document_t lic_document_log = {"log", "log", 1, log_head, log_rows};
