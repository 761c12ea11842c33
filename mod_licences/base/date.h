/**
 * @file base/date.h  Civil dates of the proleptic Gregorian calendar, as days since 1970-01-01.
 */
#ifndef LIC_BASE_DATE_H
#define LIC_BASE_DATE_H

#include <apr_pools.h>
#include <limits.h>

typedef int lic_date_t;
#define LIC_DATE_NONE INT_MIN /**< no date: NULL in the database */

/** month 1..12, day 1..31; LIC_DATE_NONE for a day that no calendar has (30 February), or outside years 1..9999 */
lic_date_t lic_date_make(int year, int month, int day);
void lic_date_split(lic_date_t date, int *year, int *month, int *day);

/**
 * anchor + months, the day clamped to the month's length: 31 January + 1 is 28 or 29 February. LIC_DATE_NONE stays
 * LIC_DATE_NONE, which also answers what lies outside years 1..9999.
 */
lic_date_t lic_date_add_months(lic_date_t anchor, int months);

/** "2026-11-24" strictly (years 1900..9999, real days only) → date, else LIC_DATE_NONE. */
lic_date_t lic_date_parse(const char *text);
const char *lic_date_format(lic_date_t date, apr_pool_t *p); /**< ISO 8601; NULL for LIC_DATE_NONE */

#endif
