/**
 * @file core/forecast.h  What is used and purchased on the days to come (product.md, Plans: Forecast).
 *
 * What is due until the end of the next period is carried out on a copy of the facts, in the agenda's order and by the
 * same decisions as when its day comes, so that the forecast is what then happens if nobody does anything by hand.
 */
#ifndef LIC_CORE_FORECAST_H
#define LIC_CORE_FORECAST_H

#include "core/forecast_facts.h"

/** A product on a day that changes it. available = purchased − used. */
typedef struct lic_forecast_day_t {
    lic_date_t date;
    int position;                /**< index in the book */
    apr_int64_t purchased, used; /**< at the end of the day */
    apr_int64_t lowest;          /**< of what was available on that day, each time that all that was due was done */
} lic_forecast_day_t;

typedef struct lic_forecast_t {
    const lic_forecast_day_t *days; /**< by date, then as in the book */
    int ndays;
    lic_date_t until; /**< the last day that is told; yesterday: none */
    lic_date_t end;   /**< the last day of the next period. until < end: from there on it would take more facts */
    const lic_forecast_day_t *shortage; /**< the first day on which fewer than 0 are available of something of which
                                             that many were before; NULL: none */
} lic_forecast_t;

/** In p. Errors: LIC_BUG of what the deciders can't do. */
lic_error_t *lic_forecast_make(lic_forecast_t **forecast, const lic_forecast_facts_t *facts, apr_pool_t *p);

#endif
