/**
 * @file view/draw.h  What indexes of the database are asked for, to find what a search matches without reading all
 * rows.
 */
#ifndef LIC_VIEW_DRAW_H
#define LIC_VIEW_DRAW_H

#include "view/search.h"

enum {
    LIC_DRAWN_MODULES = 3,
    LIC_DRAWN_MOST = 8000 /**< rows; what finds more isn't drawn by */
};

/** What indexes of the database can find of a search: rows that have any of these. */
typedef struct lic_draw_t {
    const char *match;      /**< for SQLite's index of three-letter parts; "": no words */
    const char *likes[4];   /**< for LIKE: two words, each in two spellings */
    apr_int64_t modules[3]; /**< ids; -1: no further one */
    apr_time_t from, until;
    apr_int64_t status; /**< active 1 or 0; -1: don't look for any */
} lic_draw_t;

enum { LIC_DRAWS_MAX = 8 };

/**
 * Ways to find a superset of what the search matches, likely shortest first; each has to be checked. module 0 and
 * status -1: not asked for. Returns how many.
 */
int lic_search_draws(lic_draw_t draws[LIC_DRAWS_MAX], const lic_search_t *search, apr_int64_t module, int status,
                     apr_pool_t *p);

/** The most telling word for LIKE, which only an employee's own text can have, in its two spellings; "": there is none.
 */
void lic_search_pattern(const char **pattern, const char **other, const lic_search_t *search, apr_pool_t *p);

#endif
