/**
 * @file view/document/forecast.h  The days to come (product.md, Plans: Forecast), for /plans and the overview.
 */
#ifndef LIC_VIEW_FORECAST_H
#define LIC_VIEW_FORECAST_H

#include "core/forecast.h"
#include "view/document/query.h"
#include "view/render/xml.h"
#include "store/forecast.h"

/** From the book as it is now, and at most so many plans; in p. */
lic_error_t *lic_forecast_read(const lic_forecast_t **forecast, const lic_query_t *q, const lic_book_t *book, int most,
                               lic_db_t *db, apr_pool_t *p);

/**
 * <forecast until end> with the first <shortage product date missing quantity>; for a person (q->charts) also <tick>
 * and <chart> of each product that changes.
 */
void lic_forecast_write(lic_xml_t *x, const lic_forecast_t *forecast, const lic_query_t *q, const lic_book_t *book,
                        apr_pool_t *p);

/**
 * <day date product purchased used available> of the days from..to (LIC_DATE_NONE: no bound), the first `most`. A
 * person isn't shown those of products that follow the standard licence, and no charts of them.
 */
void lic_forecast_days(lic_xml_t *x, const lic_forecast_t *forecast, const lic_query_t *q, const lic_book_t *book,
                       lic_date_t from, lic_date_t to, int most);

#endif
