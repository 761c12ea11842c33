/**
 * @file service/listed.h  The rows of a list of people, carried out in batches within one unit; private to
 * service/roster.c.
 */
#ifndef LIC_SERVICE_LISTED_H
#define LIC_SERVICE_LISTED_H

#include <apr_hash.h>

#include "service/roster.h"
#include "service/unit.h"

/** A list that is being carried out. */
typedef struct lic_listed_t {
    lic_roster_report_t *report;
    const lic_roster_t *list;
    apr_hash_t *messages; /**< each once, however many rows it is about */
    apr_pool_t *pool;     /**< the report's */
    /* of one try */
    lic_unit_t *unit;
    lic_roster_events_t events;
    apr_array_header_t *lines; /**< of apr_uint32_t *, blocks: employee id → line that named it; 0: none */
    apr_hash_t *roles;         /**< key → lic_role_t * */
    apr_int64_t keepers;       /**< active holders of `roles` */
    /* of one batch, in its pool */
    lic_roster_row_t *batch;
    int nbatch;
    apr_hash_t *people;     /**< login → lic_employee_t * */
    apr_hash_t *holders;    /**< of `roles`, by id */
    apr_hash_t *held_roles; /**< id → keys */
} lic_listed_t;

/** Begins the report anew. */
void lic_listed_forget(lic_listed_t *l);

/** Reports a row's own mistake, and what was done (LIC_ROSTER_…, 0: nothing) with one that has none. */
void lic_listed_refuse(lic_listed_t *l, apr_int64_t line, const lic_error_t *err);
void lic_listed_record(lic_listed_t *l, apr_int64_t line, unsigned done);

/**
 * Takes all rows, each batch with a few statements and applied as a part of the unit's change. batch: a pool of the
 * unit's, cleared before each. Errors are those that end the whole; a row's own mistake is only reported.
 */
lic_error_t *lic_listed_take(lic_listed_t *l, apr_pool_t *batch);

/** Deactivates, in batches as well, whoever is active and wasn't named (interface.md, XML). */
lic_error_t *lic_listed_leave_absent(lic_listed_t *l, apr_pool_t *batch);

#endif
