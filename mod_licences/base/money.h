/**
 * @file base/money.h  Whole minor units in 64 bits (product.md, Money). Nothing here rounds twice or wraps.
 *
 * Every function that can overflow returns non-zero on success and 0 on overflow, leaving *out untouched.
 */
#ifndef LIC_BASE_MONEY_H
#define LIC_BASE_MONEY_H

#include <apr_pools.h>

int lic_money_add(apr_int64_t *out, apr_int64_t a, apr_int64_t b);
int lic_money_multiply(apr_int64_t *out, apr_int64_t a, apr_int64_t b);

/** a × b ÷ c, half away from zero, the product in 128 bits. c > 0. */
int lic_money_scale(apr_int64_t *out, apr_int64_t a, apr_int64_t b, apr_int64_t c);

/** price per period × added × remaining ÷ days, half away from zero once (product.md, Money: a purchase's line). */
int lic_money_prorate(apr_int64_t *out, apr_int64_t price, apr_int64_t added, int remaining, int days);

/** VAT of a net total; rate in hundredths of a per cent (25 % = 2500), half away from zero, once. */
int lic_money_vat(apr_int64_t *out, apr_int64_t net, int rate);

/** Minor-unit digits of an ISO 4217 code (JPY 0, DKK 2, KWD 3); -1 if there is no such currency. */
int lic_money_digits(const char *currency);
/** The code that a typed one is likely meant to be, in p: "DKK" for "dkk" and "DKR". NULL: none is near. */
const char *lic_money_nearest(const char *currency, apr_pool_t *p);

/** "25", "20.01", "5.5" → hundredths of a per cent in 0..10000; -1 if it is not such a number. */
int lic_money_parse_rate(const char *text);

#endif
