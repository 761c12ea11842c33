/**
 * @file base/text_locale.h  Numbers, money, dates and plurals as an account's locale writes them (ICU).
 */
#ifndef LIC_BASE_TEXT_LOCALE_H
#define LIC_BASE_TEXT_LOCALE_H

#include "base/date.h"
#include "base/zone.h"
#include <apr_pools.h>
#include <apr_time.h>

/** Keeps ICU's formatters until pconf goes. Optional, as they are opened per call without; before threads start. */
void lic_text_init(apr_pool_t *pconf);

/*
 * What a person reads, by BCP 47 locale ("da-DK"); unknown locales fall back to their language, then English, never to
 * the server's own locale. Always the Gregorian calendar.
 */
const char *lic_text_number(const char *locale, apr_int64_t number, apr_pool_t *p);
/** "DKK 1.234,50": the code (an account may see several currencies), a no-break space, ISO 4217's digits. */
const char *lic_text_money(const char *locale, apr_int64_t minor, const char *currency, apr_pool_t *p);
/** style 's' short (24.11.2026), 'l' long (24. november 2026), 'm' the month alone (nov.), 'd' its day too (24. nov.)
 */
const char *lic_text_date(const char *locale, lic_date_t date, char style, apr_pool_t *p);
/**
 * A date as lic_text_date writes it for the locale, with its month as a number, a word or a short word; capitals, a
 * missing point after a short word and a year of two digits (of this century) don't matter. Or an ISO date, which comes
 * first. LIC_DATE_NONE if it is none.
 */
lic_date_t lic_text_parse_date(const char *locale, const char *text, apr_pool_t *p);
/** local date and time of day to the minute, in words of the locale */
const char *lic_text_datetime(const char *locale, const lic_zone_t *zone, apr_time_t at, char style, apr_pool_t *p);
/** CLDR plural category index within the language for gettext's order; of all languages with texts: 0 one, 1 other */
int lic_text_plural(const char *locale, apr_int64_t n);
char lic_text_decimal_point(const char *locale); /**< '.' or ',' */

#endif
