/**
 * @file view/list/search.h  What somebody typed into a search field, taken apart; and whether a row has it.
 *
 * Every word has to be somewhere in the row, in any order: as a part of a word, or, with fewer than three letters, at
 * the beginning of one; case and accents don't count. A date as pages show it, alone or with its time of day, is an
 * instant of the row that falls on it. What isn't seen alone (an accent, a soft hyphen) is no word; of more than 16
 * words the first 16 count.
 */
#ifndef LIC_VIEW_SEARCH_H
#define LIC_VIEW_SEARCH_H

#include "core/book.h"

/** An add-on module that words can name. */
typedef struct lic_module_t {
    apr_int64_t id;
    const char *key, *name;
    const char *terms; /**< lic_search_text of both */
    apr_int64_t used;  /**< how many are held, about */
} lic_module_t;

enum { LIC_TERM_LETTERS = 3 }; /**< with fewer, only the beginnings of words */

typedef struct lic_term_t {
    const char *plain;      /**< folded; NULL: a date */
    const char *other;      /**< the other spelling (Müller: muller, mueller), or the same */
    int letters;            /**< of plain; fewer than LIC_TERM_LETTERS: only the beginning of a word */
    apr_time_t from, until; /**< of a date: [from, until) */
    const char *modules;    /**< for each module whether its name or key has the word; NULL: none has */
} lic_term_t;

typedef struct lic_search_t {
    const lic_term_t *terms;
    int nterms;
    const lic_module_t *modules;
    int nmodules;
} lic_search_t;

/** What of a row can be searched. */
typedef struct lic_searched_t {
    const char *text;    /**< employee.search */
    apr_int64_t module;  /**< id; 0: none */
    apr_time_t times[3]; /**< instants that are shown; 0: none */
} lic_searched_t;

/** locale: in which dates are typed, of whoever did. typed NULL, or nothing that is seen: no words, which every row
 * has. modules may be NULL. */
lic_search_t *lic_search_parse(const char *typed, const lic_account_t *account, const char *locale,
                               const lic_module_t *modules, int nmodules, apr_pool_t *p);

int lic_search_matches(const lic_search_t *search, const lic_searched_t *row);

#endif
