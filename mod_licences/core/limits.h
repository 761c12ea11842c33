/**
 * @file core/limits.h  How much there can be of what is reckoned with, so that no renewal can overflow (product.md,
 * Money).
 *
 * Whoever takes one of these in checks it; `licencesctl audit` names what an older database holds beyond them.
 */
#ifndef LIC_CORE_LIMITS_H
#define LIC_CORE_LIMITS_H

#include <apr.h>

#define LIC_PRICE_MOST    APR_INT64_C(1000000000) /**< minor units a month */
#define LIC_CEILING_MOST  APR_INT64_C(10000000)   /**< licences of one product */
#define LIC_LICENCES_MOST APR_INT64_C(380000000)  /**< licences of one account, of all products together */
#define LIC_MONTHS_MOST   12                      /**< of a period */
#define LIC_VAT_MOST      10000                   /**< hundredths of a per cent */
#define LIC_UNDO_PERIOD   86400 /**< seconds for which a purchase can be taken back, unless set otherwise */
#define LIC_PRODUCTS_MOST 1000  /**< of a database: a book is read whole */
#define LIC_PRODUCTS_READ                                                                                              \
    (50 * LIC_PRODUCTS_MOST)          /**< an older one may have more: nothing that is charged is left out */
#define LIC_PRICES_MOST 20000         /**< of a database in one currency */
#define LIC_GRACE_MOST  (366 * 86400) /**< seconds */

/** Instants that an account can live in: beyond, a date could leave the calendar's years or the second 0 be one. */
#define LIC_YEAR_FIRST 1971
#define LIC_YEAR_LAST  8999

_Static_assert(LIC_PRICE_MOST *LIC_MONTHS_MOST *LIC_LICENCES_MOST <= APR_INT64_MAX / 2,
               "the dearest renewal and as much VAT again fit in an amount");
_Static_assert(LIC_VAT_MOST == 10000, "VAT is at most as much again");

#endif
