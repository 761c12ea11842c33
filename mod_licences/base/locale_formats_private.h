/**
 * @file base/locale_formats_private.h  ICU's formatters of a locale, for text_locale.c: opened once, kept, and what
 * they wrote lately.
 */
#ifndef LIC_BASE_LOCALE_FORMATS_PRIVATE_H
#define LIC_BASE_LOCALE_FORMATS_PRIVATE_H

#include <apr_pools.h>
#include <apr_thread_mutex.h>
#include <unicode/udat.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

enum { LIC_MAX_DIGITS = 4, LIC_DATE_FORMATS = 7, LIC_PLURALS = 6 };

struct lic_remembered_t;

/* One locale's formatters, all opened at once (0.3 ms; formatting then costs 0.3 to 1.3 µs). ICU's number formatters
 * and plural rules may be shared between threads, its date formats not. */
typedef struct lic_formats_t {
    UNumberFormatter *numbers[LIC_MAX_DIGITS + 1];
    UDateFormat *dates[LIC_DATE_FORMATS];
    apr_thread_mutex_t *mutex; /* of dates and remembered */
    struct lic_remembered_t *remembered;
    UPluralRules *plurals;
    int category[LIC_PLURALS]; /* index within the language, in the order of lic_plural_words */
    char point;
} lic_formats_t;

/** "zero", "one", "two", "few", "many", "other" */
extern const char *const lic_plural_words[LIC_PLURALS];

/** Makes room for those that are kept, until pconf goes; before threads start. */
void lic_formats_keep(apr_pool_t *pconf);
/**
 * Those of a locale (NULL: English), from what is kept, else opened in *own below p; the caller gives *own to
 * lic_formats_done. NULL if ICU lacks its data.
 */
const lic_formats_t *lic_formats_get(apr_pool_t **own, const char *locale, apr_pool_t *p);
void lic_formats_done(apr_pool_t *own);

/** What a value was written as by a format (which > 0), in p. NULL: it isn't remembered. */
const char *lic_formats_recall(const lic_formats_t *l, int which, apr_int64_t value, apr_pool_t *p);
/** Remembers it, unless it is NULL or long. */
void lic_formats_remember(const lic_formats_t *l, int which, apr_int64_t value, const char *text);

#endif
