/**
 * @file store/forecast.h  Loads the facts that a forecast is made from: what is planned, and whom it or marks may
 * concern.
 */
#ifndef LIC_STORE_FORECAST_H
#define LIC_STORE_FORECAST_H

#include "core/forecast_facts.h"
#include "store/db.h"

#define LIC_FORECAST_PLANS        500 /**< so many plans are looked at where what is to come is all that is shown … */
#define LIC_FORECAST_PLANS_GLANCE 100 /**< … and on a page of which it is a part */

/**
 * Of a book that is up to date at `now`. At most `most` plans are looked at, in the order of their days: beyond those
 * it isn't told. The cost depends on how much is planned, up to that, and on how many may come to be beyond what is
 * purchased, up to LIC_NEWEST_MAX: not on the account. No statement where nothing was ever planned and nobody may be
 * marked.
 */
lic_error_t *lic_forecast_load(lic_forecast_facts_t *facts, lic_db_t *db, const lic_book_t *book, int most,
                               apr_time_t now, apr_pool_t *p);

#endif
