/**
 * @file service/staff.h  Employees and add-on licences: one, many at once.
 */
#ifndef LIC_SERVICE_STAFF_H
#define LIC_SERVICE_STAFF_H

#include "service/unit.h"

typedef enum {
    LIC_ACT_ACTIVATE,
    LIC_ACT_DEACTIVATE,
    LIC_ACT_ASSIGN,
    LIC_ACT_UNASSIGN,
    LIC_ACT_PROTECT,
    LIC_ACT_UNPROTECT
} lic_act_t;
extern const lic_word_t lic_act_words[]; /**< activate deactivate assign unassign protect unprotect */

typedef struct lic_act_outcome_t {
    apr_int64_t employee;
    const char *name;
    lic_staff_outcome_t outcome;
} lic_act_outcome_t;

typedef struct lic_act_report_t {
    lic_act_outcome_t *rows; /**< one per id asked for, in order */
    int nrows, ndone;
    apr_int64_t log; /**< first log id; 0: nothing changed */
    apr_int64_t revision;
    apr_int64_t beyond;  /**< how many are beyond what is purchased afterwards (user, or the module) */
    apr_time_t deadline; /**< when those marked now fall; 0 */
} lic_act_report_t;

#define LIC_STAFF_BULK 10000 /**< ids at once */

/**
 * One transaction for all ids; module: product key for assign/unassign. One event. LIC_TOO_LARGE "too-many" (fact most)
 * above LIC_STAFF_BULK ids; LIC_UNKNOWN "product-unknown" unless module is an add-on module.
 */
lic_error_t *lic_staff_act(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller, lic_act_t act,
                           const apr_int64_t *ids, int n, const char *module, apr_pool_t *p);

/**
 * Creates an employee with its roles (person->id is set). LIC_INVALID names the field; LIC_CONFLICT "login-taken".
 * Roles take the right roles (LIC_FORBIDDEN "no-right"). A role that the account lacks: support makes it, others get LIC_UNKNOWN "role-unknown" (fact role).
 */
lic_error_t *lic_staff_add(lic_act_report_t *report, lic_db_source_t *from, const lic_caller_t *caller,
                           lic_employee_t *person, apr_pool_t *p);

/** For a finish: how many are beyond what is purchased of a product now, and when those marked now fall (0: nobody). */
void lic_staff_beyond(apr_int64_t *beyond, apr_time_t *deadline, const lic_unit_t *unit, apr_int64_t product);

/** Id of a log-in. LIC_UNKNOWN "employee-unknown". */
lic_error_t *lic_staff_id(apr_int64_t *id, lic_db_source_t *from, const char *account, const char *login,
                          apr_pool_t *p);

#endif
