/**
 * @file view/document/history.h  Usage between two days as it is kept: sparse (product.md, Usage history).
 *
 * A day without a row is as the last row before it ended. Whoever shows every day fills in those.
 */
#ifndef LIC_VIEW_HISTORY_H
#define LIC_VIEW_HISTORY_H

#include "store/db.h"
#include "view/render/xml.h"

/** How many days one row stands for: those whose ISO dates begin with the same so many characters. */
typedef enum { LIC_BY_MONTH = 7, LIC_BY_TEN_DAYS = 9, LIC_BY_DAY = 10 } lic_grain_t;

/** One row, or all rows of a grain as one. */
typedef struct lic_span_t {
    lic_date_t first, last;                /**< days that have a row; by day the same */
    apr_int64_t purchased, used;           /**< the highest */
    apr_int64_t last_purchased, last_used; /**< what `last` ended with */
} lic_span_t;

/** One product's. */
typedef struct lic_history_t {
    apr_int64_t product;
    const char *key, *kind, *name;
    int known;                   /**< 0: it had no row before the first day */
    apr_int64_t purchased, used; /**< carried into the first day */
    const lic_span_t *spans;     /**< in order */
    int nspans;
} lic_history_t;

/** What is asked for, and then what was found. */
typedef struct lic_histories_t {
    apr_int64_t account;
    const char *product; /**< "": all */
    int every;           /**< of all: also products that follow the standard licence, and fees */
    lic_history_t *items;
    int n;
} lic_histories_t;

/** The day of the first row of what is asked for; LIC_DATE_NONE: there is none. */
lic_error_t *lic_histories_first(lic_date_t *day, const lic_histories_t *asked, lic_db_t *db, apr_pool_t *p);

/** Fills in the products, in display order, with what is carried into a day. One statement. */
lic_error_t *lic_histories_open(lic_histories_t *asked, lic_date_t day, lic_db_t *db, apr_pool_t *p);

/** Then the spans of the days from that one to `to`, both included. One statement. */
lic_error_t *lic_histories_read(lic_histories_t *opened, lic_date_t from, lic_date_t to, lic_grain_t grain,
                                lic_db_t *db, apr_pool_t *p);

/** The same two in one statement: products with what is carried into `from`, and their spans until `to`. */
lic_error_t *lic_histories_load(lic_histories_t *asked, lic_date_t from, lic_date_t to, lic_grain_t grain, lic_db_t *db,
                                apr_pool_t *p);

/**
 * <chart product kind from to days purchased used most-purchased most-used> with the name and a <point day purchased
 * used> wherever the lines of a chart turn; day counts from `from`. The values of the root are what the last day ended
 * with. Nothing where there is no history until `to`.
 */
void lic_history_chart(lic_xml_t *x, const lic_history_t *history, lic_date_t from, lic_date_t to, apr_pool_t *p);

/** <tick day date style> for the axis of the charts: style as f:date has it, or y for the year alone. */
void lic_history_ticks(lic_xml_t *x, lic_date_t from, lic_date_t to);

#endif
