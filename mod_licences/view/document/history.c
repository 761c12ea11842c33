#include "view/document/history.h"

#include <string.h>

#include "store/statement.h"

enum { ROWS_MOST = 100000 }; /* as many as a page may read */

lic_error_t *lic_histories_first(lic_date_t *day, const lic_histories_t *asked, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    *day = LIC_DATE_NONE;
    LIC_TRY(
        lic_db_select(&rows, db, LIC_Q_VIEW_USAGE_FIRST, p, asked->account, asked->product, (apr_int64_t)asked->every));
    if (lic_rows_next(rows))
        *day = lic_rows_date(rows, LIC_C_VIEW_USAGE_FIRST_DAY);
    return NULL;
}

lic_error_t *lic_histories_open(lic_histories_t *asked, lic_date_t day, lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *items = apr_array_make(p, 16, sizeof(lic_history_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_USAGE_BEFORE, p, asked->account, asked->product,
                          (apr_int64_t)asked->every, day));
    while (lic_rows_next(rows)) {
        lic_history_t *history = apr_array_push(items);
        history->product = lic_rows_int(rows, LIC_C_VIEW_USAGE_BEFORE_PRODUCT);
        history->key = lic_rows_text(rows, LIC_C_VIEW_USAGE_BEFORE_KEY);
        history->kind = lic_rows_text(rows, LIC_C_VIEW_USAGE_BEFORE_KIND);
        history->name = lic_rows_text(rows, LIC_C_VIEW_USAGE_BEFORE_NAME);
        history->known = !lic_rows_null(rows, LIC_C_VIEW_USAGE_BEFORE_PURCHASED);
        history->purchased = lic_rows_int(rows, LIC_C_VIEW_USAGE_BEFORE_PURCHASED);
        history->used = lic_rows_int(rows, LIC_C_VIEW_USAGE_BEFORE_USED);
        history->spans = NULL;
        history->nspans = 0;
    }
    asked->items = (lic_history_t *)items->elts;
    asked->n = items->nelts;
    return NULL;
}

/* Spans stand one after another: each product's begin where those before it end. */
static void share_out(lic_histories_t *opened, const apr_array_header_t *spans)
{
    const lic_span_t *next = (const lic_span_t *)spans->elts;
    for (int i = 0; i < opened->n; i++) {
        opened->items[i].spans = next;
        next += opened->items[i].nspans;
    }
}

static void read_span(lic_span_t *span, const lic_rows_t *rows)
{
    span->first = lic_rows_date(rows, LIC_C_VIEW_USAGE_SPANS_FIRST);
    span->last = lic_rows_date(rows, LIC_C_VIEW_USAGE_SPANS_LAST);
    span->purchased = lic_rows_int(rows, LIC_C_VIEW_USAGE_SPANS_PURCHASED);
    span->used = lic_rows_int(rows, LIC_C_VIEW_USAGE_SPANS_USED);
    span->last_purchased = lic_rows_int(rows, LIC_C_VIEW_USAGE_SPANS_LAST_PURCHASED);
    span->last_used = lic_rows_int(rows, LIC_C_VIEW_USAGE_SPANS_LAST_USED);
}

/* Products and spans are both in the order of products' ids. */
lic_error_t *lic_histories_read(lic_histories_t *opened, lic_date_t from, lic_date_t to, lic_grain_t grain,
                                lic_db_t *db, apr_pool_t *p)
{
    lic_rows_t *rows;
    int at = 0;
    const apr_int64_t most = ((apr_int64_t)to - from + 1) * opened->n;
    apr_array_header_t *spans = apr_array_make(p, 64, sizeof(lic_span_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_USAGE_SPANS, p, opened->account, opened->product,
                          (apr_int64_t)opened->every, from, to, (apr_int64_t)grain, most));
    while (lic_rows_next(rows)) {
        const apr_int64_t product = lic_rows_int(rows, LIC_C_VIEW_USAGE_SPANS_PRODUCT);
        while (at < opened->n && opened->items[at].product < product)
            at++;
        if (at == opened->n)
            break;
        read_span(apr_array_push(spans), rows);
        opened->items[at].nspans++;
    }
    share_out(opened, spans);
    return NULL;
}

/* --- both at once --------------------------------------------------------------------------------------------------
 */

#define RANGE(name) LIC_C_VIEW_USAGE_RANGE_##name

static lic_history_t carried_of(const lic_rows_t *rows)
{
    const lic_history_t history = {.product = lic_rows_int(rows, RANGE(PRODUCT)),
                                   .key = lic_rows_text(rows, RANGE(KEY)),
                                   .kind = lic_rows_text(rows, RANGE(KIND)),
                                   .name = lic_rows_text(rows, RANGE(NAME)),
                                   .known = !lic_rows_null(rows, RANGE(PURCHASED)),
                                   .purchased = lic_rows_int(rows, RANGE(PURCHASED)),
                                   .used = lic_rows_int(rows, RANGE(USED))};
    return history;
}

static lic_span_t span_of(const lic_rows_t *rows)
{
    const lic_span_t span = {.first = lic_rows_date(rows, RANGE(FIRST)),
                             .last = lic_rows_date(rows, RANGE(LAST)),
                             .purchased = lic_rows_int(rows, RANGE(PURCHASED)),
                             .used = lic_rows_int(rows, RANGE(USED)),
                             .last_purchased = lic_rows_int(rows, RANGE(LAST_PURCHASED)),
                             .last_used = lic_rows_int(rows, RANGE(LAST_USED))};
    return span;
}

lic_error_t *lic_histories_load(lic_histories_t *asked, lic_date_t from, lic_date_t to, lic_grain_t grain, lic_db_t *db,
                                apr_pool_t *p)
{
    lic_rows_t *rows;
    apr_array_header_t *items = apr_array_make(p, 16, sizeof(lic_history_t));
    apr_array_header_t *spans = apr_array_make(p, 64, sizeof(lic_span_t));
    LIC_TRY(lic_db_select(&rows, db, LIC_Q_VIEW_USAGE_RANGE, p, asked->account, asked->product,
                          (apr_int64_t)asked->every, from, to, (apr_int64_t)grain, (apr_int64_t)ROWS_MOST));
    while (lic_rows_next(rows)) {
        if (lic_rows_date(rows, RANGE(FIRST)) == LIC_DATE_NONE) {
            APR_ARRAY_PUSH(items, lic_history_t) = carried_of(rows);
            continue;
        }
        APR_ARRAY_PUSH(spans, lic_span_t) = span_of(rows);
        APR_ARRAY_IDX(items, items->nelts - 1, lic_history_t).nspans++;
    }
    asked->items = (lic_history_t *)items->elts;
    asked->n = items->nelts;
    share_out(asked, spans);
    return NULL;
}

/* --- charts ------------------------------------------------------------------------------------------------------- */

typedef struct point_t {
    lic_date_t day;
    apr_int64_t purchased, used;
} point_t;

static void add_point(apr_array_header_t *points, lic_date_t day, apr_int64_t purchased, apr_int64_t used)
{
    const point_t *before = points->nelts ? &APR_ARRAY_IDX(points, points->nelts - 1, point_t) : NULL;
    const point_t point = {day, purchased, used};
    if (!before || before->purchased != purchased || before->used != used)
        APR_ARRAY_PUSH(points, point_t) = point;
}

/* A chart shows a span's highest values from its first day on, and what it ended with from the day after its last. */
static apr_array_header_t *points_of(const lic_history_t *history, lic_date_t from, lic_date_t to, apr_pool_t *p)
{
    apr_array_header_t *points = apr_array_make(p, 2 * history->nspans + 1, sizeof(point_t));
    const lic_span_t *span = history->spans, *end = span + history->nspans;
    if (history->known && (span == end || span->first > from))
        add_point(points, from, history->purchased, history->used);
    for (; span < end; span++) {
        add_point(points, span->first, span->purchased, span->used);
        if (span->last < to && (span + 1 == end || span[1].first > span->last + 1))
            add_point(points, span->last + 1, span->last_purchased, span->last_used);
    }
    return points;
}

static void write_most(lic_xml_t *x, const apr_array_header_t *points)
{
    apr_int64_t purchased = 0, used = 0;
    for (int i = 0; i < points->nelts; i++) {
        const point_t *point = &APR_ARRAY_IDX(points, i, point_t);
        purchased = point->purchased > purchased ? point->purchased : purchased;
        used = point->used > used ? point->used : used;
    }
    lic_xml_attr_int(x, "most-purchased", purchased);
    lic_xml_attr_int(x, "most-used", used);
}

static void write_values(lic_xml_t *x, const point_t *point)
{
    lic_xml_attr_int(x, "purchased", point->purchased);
    lic_xml_attr_int(x, "used", point->used);
}

void lic_history_chart(lic_xml_t *x, const lic_history_t *history, lic_date_t from, lic_date_t to, apr_pool_t *p)
{
    const apr_array_header_t *points = points_of(history, from, to, p);
    if (!points->nelts)
        return;
    lic_xml_start(x, "chart");
    lic_xml_attr(x, "product", history->key);
    lic_xml_attr(x, "kind", history->kind);
    lic_xml_attr_date(x, "from", from);
    lic_xml_attr_date(x, "to", to);
    lic_xml_attr_int(x, "days", to - from + 1);
    /* the last point won't do: where one row stands for several days, it is their highest */
    const lic_span_t *last = history->nspans ? &history->spans[history->nspans - 1] : NULL;
    const point_t end = {to, last ? last->last_purchased : history->purchased, last ? last->last_used : history->used};
    write_values(x, &end);
    write_most(x, points);
    lic_xml_element(x, "name", history->name);
    for (int i = 0; i < points->nelts; i++) {
        const point_t *point = &APR_ARRAY_IDX(points, i, point_t);
        lic_xml_start(x, "point");
        lic_xml_attr_int(x, "day", point->day - from);
        write_values(x, point);
        lic_xml_end(x);
    }
    lic_xml_end(x);
}

/* Months between two ticks; 0: a week, -1: a day. At most about 15 ticks, or one for every fifth year. */
static int months_apart(int days)
{
    static const struct {
        int days, months;
    } steps[] = {{16, -1}, {75, 0}, {430, 1}, {1300, 3}, {16 * 366, 12}};
    for (unsigned i = 0; i < sizeof(steps) / sizeof(*steps); i++)
        if (days <= steps[i].days)
            return steps[i].months;
    return 60;
}

static void write_tick(lic_xml_t *x, lic_date_t from, lic_date_t date, const char *style)
{
    lic_xml_start(x, "tick");
    lic_xml_attr_int(x, "day", date - from);
    lic_xml_attr_date(x, "date", date);
    lic_xml_attr(x, "style", style);
    lic_xml_end(x);
}

void lic_history_ticks(lic_xml_t *x, lic_date_t from, lic_date_t to)
{
    int year, month, day, months = months_apart(to - from + 1);
    if (months <= 0) {
        const int apart = months ? 1 : 7, past = (from + 3) % 7; /* day -3 was a Monday */
        for (lic_date_t at = months || !past ? from : from - past + 7; at <= to; at += apart)
            write_tick(x, from, at, "d");
        return;
    }
    lic_date_split(from, &year, &month, &day);
    if (months > 12)
        year -= year % (months / 12);
    lic_date_t at = lic_date_make(year, months >= 12 ? 1 : month - (month - 1) % months, 1);
    for (; at != LIC_DATE_NONE && at <= to; at = lic_date_add_months(at, months)) {
        lic_date_split(at, &year, &month, &day);
        if (at >= from)
            write_tick(x, from, at, month == 1 ? "y" : "m");
    }
}
