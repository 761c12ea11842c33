/**
 * @file base/text.h  Formatting, and checks of UTF-8 and of words and numbers that are read from outside.
 */
#ifndef LIC_BASE_TEXT_H
#define LIC_BASE_TEXT_H

#include <apr_pools.h>
#include <stdarg.h>

/**
 * Formats by the C library's printf into p. For %lld and %zu, which apr_psprintf does not know: it writes nonsense
 * and reads the wrong arguments after them.
 */
const char *lic_text_printf(apr_pool_t *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *lic_text_vprintf(apr_pool_t *p, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

/** Non-zero if text is well-formed UTF-8 without control characters that XML 1.0 forbids. */
int lic_text_valid(const char *text);
/** Like lic_text_valid, and without control characters (Unicode Cc) other than tabs, and these where tabs is 0. */
int lic_text_valid_plain(const char *text, int tabs);
/** The text itself if it is valid; else with U+FFFD for whatever XML 1.0 can't hold. NULL: "". */
const char *lic_text_mended(const char *text, apr_pool_t *p);
int lic_text_characters(const char *text); /**< how many, of UTF-8 */
/** The first characters (not bytes) of a UTF-8 text, for a column that holds no more. */
const char *lic_text_cut(const char *text, int characters, apr_pool_t *p);
int lic_text_valid_key(const char *text);              /**< [a-z0-9][a-z0-9-]{0,39} (interface.md, Paths) */
int lic_text_valid_visible(const char *text, int max); /**< 1 to max visible characters of ASCII, without " */

/**
 * A whole number in ASCII digits, blanks around allowed, at most 18 significant digits, optionally one leading '-'
 * (so that "-3" is refused for its value, not its form). Returns non-zero and *out when it is one.
 */
int lic_text_parse_int(apr_int64_t *out, const char *text);

#define LIC_TEXT_INT_SIZE 24
/** A number in ASCII digits, at the end of buffer; returns where they begin. */
const char *lic_text_int(char buffer[LIC_TEXT_INT_SIZE], apr_int64_t number);

/** Fixed-point major units for programs: 24900, 2 digits → "249.00". */
const char *lic_text_major(apr_int64_t minor, int digits, char point, apr_pool_t *p);

#endif
