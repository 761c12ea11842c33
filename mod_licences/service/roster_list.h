/**
 * @file service/roster_list.h  A list of employees, or of what they hold, as it is read, and how it is to be carried
 * out.
 */
#ifndef LIC_SERVICE_ROSTER_LIST_H
#define LIC_SERVICE_ROSTER_LIST_H

#include "core/roster.h"
#include "service/condition.h"

/** A list that can be walked more than once. Errors mean that the list as a whole can't be read. */
typedef struct lic_roster_t {
    lic_error_t *(*rewind)(void *baton);
    /** The next row, in p; *more 0 after the last. */
    lic_error_t *(*next)(lic_roster_row_t *row, int *more, void *baton, apr_pool_t *p);
    void *baton;
    int whole;          /**< who is active and not named is deactivated; a row that is wrong stops it as with strict */
    int strict;         /**< all or nothing: a row that is refused stops it */
    int dry_run;        /**< nothing stays */
    int tell;           /**< of at most so many rows that were changed the report tells one by one */
    int assignments;    /**< it is a list of who holds which add-on module: each row names somebody and one module */
    const char *module; /**< of such a list: it is about this module only; NULL: about all */
    const apr_int64_t *max_absent; /**< of a whole list: how many may be absent; NULL: lic_roster_max_absent */
    /** Called for every row in order, anew after each rewind; may be NULL. What it gets is gone afterwards. */
    void (*outcome)(void *baton, const lic_roster_outcome_t *row);
    const lic_condition_t *condition;                /**< may be NULL; a key needs a digest */
    void (*progress)(void *baton, apr_int64_t rows); /**< rows carried out so far; may be NULL */
} lic_roster_t;

#endif
