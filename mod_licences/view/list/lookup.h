/**
 * @file view/list/lookup.h  What a search asks of the database: conditions on words, and which indexes find few rows.
 */
#ifndef LIC_VIEW_LOOKUP_H
#define LIC_VIEW_LOOKUP_H

#include "view/list/search.h"

enum {
    LIC_LOOKUP_MODULES_MAX = 3,
    LIC_LOOKUP_ROWS_MAX = 8000, /**< an index that finds more rows than this isn't used */
    LIC_LOOKUPS_MAX = 8
};

/** One question to the indexes. It brings rows that fit any of: the words (all of them), the modules, the time, the
 * status. */
typedef struct lic_lookup_t {
    const char *match;      /**< the words for SQLite's index of three-letter parts; "": no words */
    const char *patterns;   /**< the same words for LIKE, as lic_search_patterns */
    apr_int64_t modules[3]; /**< ids; -1: no further one */
    apr_time_t from, until;
    apr_int64_t status; /**< active 1 or 0; -1: don't look for any */
} lic_lookup_t;

/**
 * The lookups that a search allows, likely shortest first. Each brings all rows that match, and maybe others. module 0
 * and status -1: not asked for. Returns how many.
 */
int lic_search_lookups(lic_lookup_t lookups[LIC_LOOKUPS_MAX], const lic_search_t *search, apr_int64_t module,
                       int status, apr_pool_t *p);

/** All terms that only an employee can have, for LIKE :patterns{16} in SQL: a JSON list of one or two spellings each.
 */
const char *lic_search_patterns(const lic_search_t *search, apr_pool_t *p);

/** Whether there are terms that lic_search_patterns leaves out: dates, and words that a module has too. */
int lic_search_has_others(const lic_search_t *search);

#endif
