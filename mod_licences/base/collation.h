/**
 * @file base/collation.h  The order of texts in a language (ICU), as keys that compare byte by byte.
 */
#ifndef LIC_BASE_COLLATION_H
#define LIC_BASE_COLLATION_H

#include <apr_pools.h>

#define LIC_COLLATION_KEY_MAX 256 /**< bytes of a key */

typedef struct lic_collation_t lic_collation_t;

/**
 * The order of a BCP 47 locale ("da-DK", "de-DE-u-co-phonebk"); Unicode's own where the locale has none or isn't known.
 * Lives in p. NULL only where ICU has no data: keys are then empty.
 */
lic_collation_t *lic_collation_open(const char *locale, apr_pool_t *p);

/**
 * The key of a text, in p: hex digits. Of two texts the one that comes first has the lesser key; keys of different
 * locales or versions have nothing to do with each other. Very long texts that differ only at their end may have the
 * same key.
 */
const char *lic_collation_key(const lic_collation_t *collation, const char *text, apr_pool_t *p);

/** What keys depend on besides text and locale: of another version they are to be made anew. In p. */
const char *lic_collation_version(apr_pool_t *p);

#endif
