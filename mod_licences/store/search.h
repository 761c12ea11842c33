/**
 * @file store/search.h  The words that an employee is found by: employee.search, and the index of them.
 *
 * Two blanks before each word, which are folded: "  mette  kirk  mki  mki@acme.example". So a part of a word is found
 * as it is, and the beginning of one after a blank, also where an index of three letters is asked for one letter. A
 * word that is spelt otherwise without the letters of its language stands there twice: "  sorensen  soerensen".
 */
#ifndef LIC_STORE_SEARCH_H
#define LIC_STORE_SEARCH_H

#include "store/db.h"

#define LIC_SEARCH_MAX 700 /**< characters of employee.search; words beyond are left out */

/** What an employee is found by: name (and what follows a hyphen or the like in it), log-in, initials, e-mail. */
const char *lic_search_text(const char *name, const char *login, const char *initials, const char *email,
                            apr_pool_t *p);

/** Enters new employees' words into the index: rows of id and text (store/json_rows.h). */
lic_error_t *lic_search_insert(lic_db_t *db, apr_int64_t account, const char *rows, apr_pool_t *scratch);

/** Takes the words that employees have now out of the index; rows begin with their ids. */
lic_error_t *lic_search_remove(lic_db_t *db, apr_int64_t account, const char *rows, apr_pool_t *scratch);

/** Folds and enters every employee of every account anew. Inside a transaction. */
lic_error_t *lic_search_fill(lic_db_t *db, apr_pool_t *scratch);

#endif
