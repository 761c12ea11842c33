/**
 * @file base/locale.h  Which locales there are, and their languages (ISO 639 and ISO 3166, by ICU's tables).
 */
#ifndef LIC_BASE_LOCALE_H
#define LIC_BASE_LOCALE_H

#include <apr_pools.h>

int lic_locale_valid(const char *text); /**< a well-formed BCP 47 tag: base/text_locale.h writes in every one */
/** A BCP 47 tag whose language, and country if it has one, are known: "da", "da-DK", "zh-Hant-TW". */
int lic_locale_known(const char *text);
/** The locale that a tag is likely meant to be, in p: "da-DK" for "da_DK" and "dk-DK". NULL: none is near. */
const char *lic_locale_nearest(const char *text, apr_pool_t *p);

/**
 * The locale of somebody who has chosen a language ("en") in an account of a locale ("da-DK"): "en-DK", as dates and
 * numbers are written in that country. language NULL or "": none was chosen. In p, or locale itself.
 */
const char *lic_locale_in(const char *locale, const char *language, apr_pool_t *p);

/** "da" of "da-DK" when it is a language that there are texts for (xslt/po/), else "en" */
const char *lic_locale_language(const char *locale);
extern const char *const lic_locale_languages[]; /**< those that there are texts for; NULL ends them */

#endif
