/* view/document/forecast.c  Writes the days to come: the first shortage, charts, and a row for each product and day. */
#include "view/document/forecast.h"

#include "view/document/history.h"

lic_error_t *lic_forecast_read(const lic_forecast_t **forecast, const lic_query_t *q, const lic_book_t *book, int most,
                               lic_db_t *db, apr_pool_t *p)
{
    lic_forecast_facts_t facts;
    lic_forecast_t *made;
    LIC_TRY(lic_forecast_load(&facts, db, book, most, q->now, p));
    LIC_TRY(lic_forecast_make(&made, &facts, p));
    *forecast = made;
    return NULL;
}

/* So many are missing: all that are used on that day would have a licence with `quantity` */
static void write_shortage(lic_xml_t *x, const lic_forecast_day_t *day, const lic_position_t *position)
{
    lic_xml_start(x, "shortage");
    lic_xml_attr(x, "product", position->key);
    lic_xml_attr_date(x, "date", day->date);
    lic_xml_attr_int(x, "missing", -day->lowest);
    lic_xml_attr_int(x, "quantity", day->purchased - day->lowest);
    lic_xml_element(x, "name", position->name);
    lic_xml_end(x);
}

/* A row stands for one day, and the line turns on it */
static void write_chart(lic_xml_t *x, const lic_forecast_t *forecast, int which, const lic_position_t *now,
                        lic_date_t today, apr_pool_t *p)
{
    apr_array_header_t *spans = apr_array_make(p, 16, sizeof(lic_span_t));
    for (int i = 0; i < forecast->ndays; i++) {
        const lic_forecast_day_t *day = &forecast->days[i];
        if (day->position == which)
            APR_ARRAY_PUSH(spans, lic_span_t) =
                (lic_span_t){day->date, day->date, day->purchased, day->used, day->purchased, day->used};
    }
    const lic_history_t history = {.product = now->product,
                                   .key = now->key,
                                   .kind = lic_word_of(lic_kind_words, (int)now->kind),
                                   .name = now->name,
                                   .known = 1,
                                   .purchased = now->purchased,
                                   .used = now->used,
                                   .spans = (const lic_span_t *)spans->elts,
                                   .nspans = spans->nelts};
    if (spans->nelts && now->kind != LIC_KIND_BUNDLED)
        lic_history_chart(x, &history, today, forecast->until, p);
}

void lic_forecast_write(lic_xml_t *x, const lic_forecast_t *forecast, const lic_query_t *q, const lic_book_t *book,
                        apr_pool_t *p)
{
    const lic_date_t today = lic_zone_date(q->account->zone, q->now);
    const lic_forecast_day_t *shortage = forecast->shortage;
    lic_xml_start(x, "forecast");
    lic_xml_attr_date(x, "until", forecast->until);
    lic_xml_attr_date(x, "end", forecast->end);
    if (shortage)
        write_shortage(x, shortage, &book->positions[shortage->position]);
    if (q->charts && forecast->ndays) {
        lic_history_ticks(x, today, forecast->until);
        for (int i = 0; i < book->npositions; i++)
            write_chart(x, forecast, i, &book->positions[i], today, p);
    }
    lic_xml_end(x);
}

void lic_forecast_days(lic_xml_t *x, const lic_forecast_t *forecast, const lic_query_t *q, const lic_book_t *book,
                       lic_date_t from, lic_date_t to, int most)
{
    for (int i = 0, written = 0; i < forecast->ndays && written < most; i++) {
        const lic_forecast_day_t *day = &forecast->days[i];
        if ((from != LIC_DATE_NONE && day->date < from) || (to != LIC_DATE_NONE && day->date > to) ||
            (q->charts && book->positions[day->position].kind == LIC_KIND_BUNDLED))
            continue;
        lic_xml_start(x, "day");
        lic_xml_attr_date(x, "date", day->date);
        lic_xml_attr(x, "product", book->positions[day->position].key);
        lic_xml_attr_int(x, "purchased", day->purchased);
        lic_xml_attr_int(x, "used", day->used);
        lic_xml_attr_int(x, "available", day->purchased - day->used);
        lic_xml_end(x);
        written++;
    }
}
