/**
 * @file view/search.h  What somebody typed into a search field, taken apart; and whether a row has it.
 *
 * Every word has to be somewhere in the row, in any order: as a part of a word, or, with fewer than three letters, at
 * the beginning of one; case and accents don't count. A date as pages show it, alone or with its time of day, is an
 * instant of the row that falls on it.
 */
#ifndef LIC_VIEW_SEARCH_H
#define LIC_VIEW_SEARCH_H

#include "core/account.h"

/** An add-on module that words can name. */
typedef struct lic_module_t {
    apr_int64_t id;
    const char *key, *name;
    const char *words; /**< lic_search_text of both */
} lic_module_t;

typedef struct lic_sought_t {
    const char *plain;      /**< folded; NULL: a date */
    const char *other;      /**< the other spelling (Müller: muller, mueller), or the same */
    int letters;            /**< of plain; fewer than three: only the beginning of a word */
    apr_time_t from, until; /**< of a date: [from, until) */
    const char *modules;    /**< for each module whether its name or key has the word; NULL: none has */
} lic_sought_t;

typedef struct lic_search_t {
    const lic_sought_t *words;
    int nwords;
    const lic_module_t *modules;
    int nmodules;
} lic_search_t;

/** What of a row can be searched. */
typedef struct lic_searched_t {
    const char *text;    /**< employee.search */
    apr_int64_t module;  /**< id; 0: none */
    apr_time_t times[3]; /**< instants that are shown; 0: none */
} lic_searched_t;

/** typed NULL or blank: no words, which every row has. modules may be NULL. */
lic_search_t *lic_search_parse(const char *typed, const lic_account_t *account, const lic_module_t *modules,
                               int nmodules, apr_pool_t *p);

int lic_search_matches(const lic_search_t *search, const lic_searched_t *row);

enum { LIC_DRAWN_MODULES = 3 };

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
