/**
 * @file service/roster_run_private.h  A roster that is being carried out in batches within one unit, and the parts of
 * that: what is reported, whom rows name, the rows, and whoever isn't named. For service/roster.c and these parts.
 */
#ifndef LIC_SERVICE_ROSTER_RUN_PRIVATE_H
#define LIC_SERVICE_ROSTER_RUN_PRIVATE_H

#include <apr_hash.h>

#include "service/roster_list.h"
#include "service/roster_names_private.h"
#include "service/unit.h"
#include "store/employee_list.h"

/** A list that is being carried out. */
typedef struct lic_roster_run_t {
    lic_roster_report_t *report;
    const lic_roster_t *list;
    apr_hash_t *wrong_lines; /**< lines that are told as wrong already */
    apr_int64_t last_wrong;  /**< the line that was refused last */
    apr_int64_t expected;    /**< rows of the list, once it has been read */
    int dry;                 /**< nothing is applied: a dry run, or to name every line that is wrong */
    apr_pool_t *pool;        /**< the report's */
    /* of one try */
    lic_unit_t *unit;
    lic_roster_events_t events;
    apr_array_header_t *lines; /**< of apr_uint32_t *, in blocks: which line named an id (of an employee; of a list of
                                  assignments an assignment's); 0: none */
    apr_hash_t *roles;         /**< key → lic_role_t * */
    apr_int64_t role_admins;   /**< active employees with the right `roles`, so far */
    apr_int64_t activated;     /**< how many rows made somebody active, or created somebody active */
    lic_roster_names_t *taken_here; /**< names that rows took and the database doesn't know of yet: those of the batch;
                                       where nothing is applied those of the list */
    lic_roster_names_t *left;       /**< names that somebody gave up: taken until the list is through */
    apr_array_header_t *absentees;  /**< who isn't in the list, the first LIC_ROSTER_TOLD */
    /* of one batch, in its pool */
    lic_roster_row_t *batch;
    int nbatch;
    lic_employee_found_t found; /**< whom the rows name */
    apr_hash_t *taken;          /**< keys (lic_login_key) of log-ins that are taken */
    apr_hash_t *role_admin_ids; /**< ids of those with the right `roles` */
    apr_hash_t *held_roles;     /**< id → keys */
} lic_roster_run_t;

/** Kinds of names, for taken_here and left: a log-in by its key (lic_login_key), and as it is written. */
enum { LIC_NAME_LOGIN = 'l', LIC_NAME_WRITTEN = 'w', LIC_NAME_EXTERNAL = 'e', LIC_NAME_ASSIGNMENT = 'a' };

/* --- the report (service/roster_report.c) --- */

/** Begins the report anew. */
void lic_roster_report_forget(lic_roster_run_t *run);
/** Reports a row's own mistake, each line once; and what was done (LIC_ROSTER_…, 0: nothing) with one without. */
void lic_roster_report_refuse(lic_roster_run_t *run, apr_int64_t line, const lic_error_t *err);
void lic_roster_report_done(lic_roster_run_t *run, apr_int64_t line, unsigned done);
/** Counts somebody (of assignments: one) who isn't in the list, and keeps what tells of it. */
void lic_roster_report_absent(lic_roster_run_t *run, const lic_employee_t *employee, const char *module);
/** How many may be absent, of `held` active ones or assignments. */
apr_int64_t lic_roster_report_most(const lic_roster_run_t *run, apr_int64_t held);
/** LIC_REFUSED "too-many-absent" (facts absent, max-absent; rows absentees) where more are absent. */
lic_error_t *lic_roster_report_check_absent(const lic_roster_run_t *run, apr_int64_t held);

/* --- whom a row is about (service/roster_find.c) --- */

/**
 * Loads whom the batch's rows name, and which log-ins are taken. Then finds a row's employee by id, else by external,
 * else by login; NULL: it is new. LIC_REFUSED "employee-unknown" (an id that nobody has), "external-taken",
 * "login-taken": what the row says belongs to different employees, or is to be somebody else's.
 */
lic_error_t *lic_roster_find_load(lic_roster_run_t *run, apr_pool_t *p);
lic_error_t *lic_roster_find(const lic_employee_t **employee, const lic_roster_run_t *run, const lic_roster_row_t *row,
                             apr_pool_t *p);
/** The line that named an id, to be read and set. */
apr_uint32_t *lic_roster_find_line(lic_roster_run_t *run, apr_int64_t id);
/** Notes the names that a row took and gave up. was: the employee before; NULL: it is new. */
void lic_roster_find_note(lic_roster_run_t *run, const lic_employee_t *was, const lic_employee_t *is, apr_int64_t line,
                          apr_pool_t *p);

/* --- a row of a list of assignments, and whoever isn't in such a list (service/roster_assignments.c) --- */

lic_error_t *lic_roster_assignments_take(lic_roster_run_t *run, const lic_roster_row_t *row, apr_pool_t *p);
lic_error_t *lic_roster_assignments_leave_absent(lic_roster_run_t *run, apr_pool_t *batch);

/* --- rows in batches (service/roster_rows.c) --- */

/** Applies what has been gathered as a part of the unit's change, or drops it. */
lic_error_t *lic_roster_rows_apply(const lic_roster_run_t *run, apr_pool_t *batch);

/**
 * Takes all rows, each batch with a few statements and applied as a part of the unit's change; where the run is dry
 * nothing is applied. batch: a pool of the unit's, cleared before each. Errors are those that end the whole; a row's
 * own mistake is only reported.
 */
lic_error_t *lic_roster_rows_take(lic_roster_run_t *run, apr_pool_t *batch);

/**
 * Deactivates, in batches as well, whoever is active and wasn't named (interface.md, XML), but for service log-ins,
 * who take no licence, the last role administrator, and the caller. LIC_REFUSED "too-many-absent".
 */
lic_error_t *lic_roster_rows_leave_absent(lic_roster_run_t *run, apr_pool_t *batch);

#endif
