/**
 * @file core/period.h  Periods: the k-th begins at anchor + k × months (product.md, Periods).
 */
#ifndef LIC_CORE_PERIOD_H
#define LIC_CORE_PERIOD_H

#include "core/book.h"

typedef struct lic_period_t {
    int k;
    lic_date_t start, end; /**< [start, end) */
    int days;
    int remaining; /**< days left, today included: 0..days, whatever clock changes repeat or skip */
} lic_period_t;

/** The k-th period (k may be negative); remaining = days. */
void lic_period_number(lic_period_t *period, lic_date_t anchor, int months, int k);

/** The period that holds an instant: its start's first instant ≤ at < its end's first instant. */
void lic_period_at(lic_period_t *period, lic_date_t anchor, int months, const lic_zone_t *zone, apr_time_t at);

/** The account's current period as of an instant in it (bring up to date first). */
void lic_period_current(lic_period_t *period, const lic_account_t *account, apr_time_t at);

/** Local start of the 14th day before the period's end (product.md, What is told). */
apr_time_t lic_period_notice_at(const lic_account_t *account);

#endif
