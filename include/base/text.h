/**
 * @file base/text.h  UTF-8, strict parsing of input, and numbers, money and instants in an account's locale (ICU).
 */
#ifndef LIC_BASE_TEXT_H
#define LIC_BASE_TEXT_H

#include "base/date.h"
#include "base/zone.h"
#include <apr_pools.h>
#include <apr_time.h>
#include <stdarg.h>

/**
 * Formats by the C library's printf into p. For %lld and %zu, which apr_psprintf does not know: it writes nonsense
 * and reads the wrong arguments after them.
 */
const char *lic_text_printf(apr_pool_t *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *lic_text_vprintf(apr_pool_t *p, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

/** Non-zero if text is well-formed UTF-8 without control characters that XML 1.0 forbids. */
int lic_text_valid(const char *text);
/** Like lic_text_valid, and on one line: no control characters or line separators, at most max characters (not bytes),
 * not blank. */
int lic_text_valid_line(const char *text, int max);
int lic_text_characters(const char *text);             /**< of UTF-8 */
int lic_text_valid_key(const char *text);              /**< [a-z0-9][a-z0-9-]{0,39} (interface.md, Paths) */
int lic_text_valid_visible(const char *text, int max); /**< 1 to max visible characters of ASCII, without " */
int lic_text_valid_email(const char *text);            /**< local@domain, at most 254 bytes, no blanks or <>,"()[]:;\ */
int lic_text_valid_locale(const char *text);           /**< a well-formed BCP 47 tag; every one can be used below */

/**
 * A whole number in ASCII digits, blanks around allowed, at most 18 significant digits, optionally one leading '-'
 * (so that "-3" is refused for its value, not its form). Returns non-zero and *out when it is one.
 */
int lic_text_parse_int(apr_int64_t *out, const char *text);

/**
 * Folded for searching: case, accents and width don't count (NFKC_Casefold, NFKD, marks dropped), ø→o æ→ae å→a ß→ss
 * þ→th, curly apostrophes are straight, blanks squeezed and trimmed. Folding twice changes nothing.
 */
const char *lic_text_fold(const char *text, apr_pool_t *p);
/** Like lic_text_fold, but letters that are written as two where a keyboard lacks them become these: ø ö → oe, æ ä →
 * ae, å → aa, ü → ue. */
const char *lic_text_transcribe(const char *text, apr_pool_t *p);

/** "2026-11-24T10:00:00Z" strictly → *out, whole seconds. Returns non-zero on success. */
int lic_text_parse_instant(apr_time_t *out, const char *text);
const char *lic_text_instant(apr_time_t at, apr_pool_t *p); /**< xs:dateTime in UTC, whole seconds */

/** Fixed-point major units for programs: 24900, 2 digits → "249.00". */
const char *lic_text_major(apr_int64_t minor, int digits, char point, apr_pool_t *p);

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
 * missing point after a short word and a year of two digits (of this century) don't matter. Or an ISO date.
 * LIC_DATE_NONE if it is none.
 */
lic_date_t lic_text_parse_date(const char *locale, const char *text, apr_pool_t *p);
/** local date and time of day to the minute, in words of the locale */
const char *lic_text_datetime(const char *locale, const lic_zone_t *zone, apr_time_t at, char style, apr_pool_t *p);
/** CLDR plural category index within the language for gettext's order: en, da: 0 one, 1 other */
int lic_text_plural(const char *locale, apr_int64_t n);
char lic_text_decimal_point(const char *locale); /**< '.' or ',' */
/** "da" of "da-DK" when it is a language that there are texts for (en, da), else "en" */
const char *lic_text_language(const char *locale);

#endif
