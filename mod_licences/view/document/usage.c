/* view/document/usage.c  Usage history: /usage, charts for a person, each day of each product in a list. */
#include <apr_strings.h>

#include "store/statement.h"
#include "view/document/document.h"
#include "view/document/history.h"
#include "view/document/part.h"

/* The cursor's id is a day (product.md, Usage history). */

static const char *const filters[] = {"product", "from", "to", NULL};

typedef struct range_t {
    lic_date_t from, to; /* from after to: nothing */
} range_t;

static lic_date_t date_of(const lic_query_t *q, const char *name)
{
    const char *text = lic_part_arg(q, name);
    return text ? lic_date_parse(text) : LIC_DATE_NONE;
}

/* The last twelve months unless asked otherwise. There is no history of tomorrow. */
static lic_error_t *read_range(range_t *range, const lic_query_t *q, apr_pool_t *p)
{
    const lic_date_t today = lic_zone_date(q->account->zone, q->now);
    range->from = date_of(q, "from");
    range->to = date_of(q, "to");
    if (range->to == LIC_DATE_NONE || range->to > today)
        range->to = today;
    if (range->from == LIC_DATE_NONE)
        range->from = lic_date_add_months(range->to, -12) + 1;
    if (range->from <= range->to)
        return NULL;
    const char *from = lic_date_format(range->from, p), *to = lic_date_format(range->to, p);
    lic_error_t *err = lic_error_make(p, LIC_INVALID, "filter-invalid", "from %s is after %s%s", from,
                                      range->to == today ? "today, " : "to ", to);
    return lic_error_fact(lic_error_fact(err, "field", "from"), "value", from);
}

static void ask(lic_histories_t *asked, const lic_query_t *q, int every)
{
    const char *product = lic_part_arg(q, "product");
    const lic_histories_t made = {.account = q->account->id, .product = product ? product : "", .every = every};
    *asked = made;
}

/* The days asked for that come after a day and not before the first row, and the products as they were at their start.
 */
static lic_error_t *open_range(range_t *range, lic_histories_t *asked, const lic_query_t *q, apr_int64_t after,
                               lic_db_t *db, apr_pool_t *p)
{
    lic_date_t first;
    LIC_TRY(read_range(range, q, p));
    LIC_TRY(lic_histories_first(&first, asked, db, p));
    if (after >= range->from)
        range->from = after < range->to ? (lic_date_t)after + 1 : range->to + 1;
    if (first == LIC_DATE_NONE)
        range->from = range->to + 1;
    else if (range->from < first)
        range->from = first;
    LIC_TRY(lic_histories_open(asked, range->from, db, p));
    if (asked->n || !*asked->product)
        return NULL;
    lic_error_t *err =
        lic_error_make(p, LIC_INVALID, "filter-invalid", "product: there is no product %s", asked->product);
    return lic_error_fact(lic_error_fact(err, "field", "product"), "value", asked->product);
}

static lic_error_t *usage_head(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, apr_pool_t *p)
{
    range_t range;
    LIC_TRY(read_range(&range, q, p));
    lic_xml_attr_date(x, "from", range.from);
    lic_xml_attr_date(x, "to", range.to);
    return lic_part_head(x, q, filters, db, p);
}

static void write_day(lic_xml_t *x, lic_date_t date, const char *product, apr_int64_t purchased, apr_int64_t used)
{
    lic_xml_start(x, "day");
    lic_xml_attr_date(x, "date", date);
    lic_xml_attr(x, "product", product);
    lic_xml_attr_int(x, "purchased", purchased);
    lic_xml_attr_int(x, "used", used);
    lic_xml_end(x);
}

/* --- lists: days without a row are filled in ---------------------------------------------------------------------- */

static int fill_day(lic_xml_t *x, lic_date_t date, lic_histories_t *opened)
{
    int written = 0;
    for (int i = 0; i < opened->n; i++) {
        lic_history_t *history = &opened->items[i];
        const lic_span_t *row = history->nspans && history->spans->first == date ? history->spans : NULL;
        if (!row && !history->known)
            continue;
        write_day(x, date, history->key, row ? row->purchased : history->purchased, row ? row->used : history->used);
        written++;
        if (row) {
            history->known = 1;
            history->purchased = row->last_purchased;
            history->used = row->last_used;
            history->spans++;
            history->nspans--;
        }
    }
    return written;
}

/* A batch is some whole days: as many as have about the rows wanted. */
static lic_error_t *list_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    range_t range;
    lic_histories_t asked;
    ask(&asked, q, 1);
    LIC_TRY(open_range(&range, &asked, q, at->id, db, p));
    at->done = range.from > range.to || !asked.n;
    if (at->done)
        return NULL;
    const int days = at->batch / asked.n > 1 ? at->batch / asked.n : 1;
    const lic_date_t last = range.to - range.from < days ? range.to : range.from + days - 1;
    LIC_TRY(lic_histories_read(&asked, range.from, last, LIC_BY_DAY, db, p));
    for (lic_date_t date = range.from; date <= last; date++)
        at->rows += fill_day(x, date, &asked);
    at->id = last;
    at->done = last == range.to;
    return NULL;
}

/* --- pages: charts, and the days on which something changed, newest first ----------------------------------------- */

static lic_grain_t grain_of(const range_t *range)
{
    const int days = range->to - range->from + 1;
    if (days <= 400)
        return LIC_BY_DAY;
    return days <= 4 * 366 ? LIC_BY_TEN_DAYS : LIC_BY_MONTH;
}

/* The products that the filter offers: all that have a history. */
static lic_error_t *write_choices(lic_xml_t *x, const lic_query_t *q, lic_date_t to, lic_db_t *db, apr_pool_t *p)
{
    lic_histories_t all = {.account = q->account->id, .product = "", .every = 1};
    LIC_TRY(lic_histories_open(&all, to + 1, db, p));
    for (int i = 0; i < all.n; i++) {
        if (!all.items[i].known)
            continue;
        lic_xml_start(x, "choice");
        lic_xml_attr(x, "product", all.items[i].key);
        lic_xml_attr(x, "kind", all.items[i].kind);
        lic_xml_text(x, all.items[i].name);
        lic_xml_end(x);
    }
    return NULL;
}

static lic_error_t *write_charts(lic_xml_t *x, lic_histories_t *opened, const range_t *range, lic_db_t *db,
                                 apr_pool_t *p)
{
    LIC_TRY(lic_histories_read(opened, range->from, range->to, grain_of(range), db, p));
    lic_history_ticks(x, range->from, range->to);
    for (int i = 0; i < opened->n; i++)
        lic_history_chart(x, &opened->items[i], range->from, range->to, p);
    return NULL;
}

/* All rows of a day are on one page, as the next page begins with the day before. */
static lic_error_t *write_changes(lic_xml_t *x, const lic_histories_t *asked, const range_t *range, lic_db_t *db,
                                  lic_cursor_t *at, apr_pool_t *p)
{
    lic_rows_t *rows;
    int written = 0;
    const lic_date_t last = at->id && at->id <= range->to ? (lic_date_t)at->id - 1 : range->to;
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_USAGE_NEWEST, p, asked->account, asked->product,
                          (apr_int64_t)asked->every, range->from, last, (apr_int64_t)at->batch + asked->n + 1));
    at->done = 1;
    while (lic_rows_next(rows)) {
        const lic_date_t day = lic_rows_date(rows, LIC_C_VIEW_USAGE_NEWEST_DAY);
        if (written >= at->batch && day != at->id) {
            at->done = 0;
            break;
        }
        at->id = day;
        write_day(x, day, lic_rows_text(rows, LIC_C_VIEW_USAGE_NEWEST_PRODUCT),
                  lic_rows_int(rows, LIC_C_VIEW_USAGE_NEWEST_PURCHASED),
                  lic_rows_int(rows, LIC_C_VIEW_USAGE_NEWEST_USED));
        written++;
    }
    at->rows += written;
    return NULL;
}

/* What the first day began with: the charts show it, so the table has it too. */
static void write_carried(lic_xml_t *x, const lic_histories_t *opened, const range_t *range)
{
    for (int i = 0; i < opened->n; i++) {
        const lic_history_t *history = &opened->items[i];
        if (history->known && !(history->nspans && history->spans->first == range->from))
            write_day(x, range->from, history->key, history->purchased, history->used);
    }
}

static lic_error_t *page_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    range_t range;
    lic_histories_t asked;
    ask(&asked, q, 0);
    LIC_TRY(open_range(&range, &asked, q, 0, db, p));
    at->done = 1;
    LIC_TRY(write_choices(x, q, range.to, db, p));
    if (range.from > range.to)
        return NULL;
    LIC_TRY(write_charts(x, &asked, &range, db, p));
    LIC_TRY(write_changes(x, &asked, &range, db, at, p));
    if (at->done)
        write_carried(x, &asked, &range);
    return NULL;
}

static lic_error_t *usage_rows(lic_xml_t *x, const lic_query_t *q, lic_db_t *db, lic_cursor_t *at, apr_pool_t *p)
{
    return at->person ? page_rows(x, q, db, at, p) : list_rows(x, q, db, at, p);
}

const lic_document_t lic_document_usage = {"usage", "usage", 1, usage_head, usage_rows};
