/**
 * @file core/roster.h  A list of employees, row by row: who is new, what is changed, who is activated or deactivated,
 * who is given add-on licences.
 *
 * What a row doesn't say stays as it is: an employee named without a status is neither activated nor deactivated.
 * Whoever is new is active unless the row says otherwise, or says the first day. A row gives add-on licences and takes
 * none.
 */
#ifndef LIC_CORE_ROSTER_H
#define LIC_CORE_ROSTER_H

#include "core/change.h"
#include "core/employee.h"
#include "core/plan_dates.h"
#include "core/rights.h"

typedef enum { LIC_ROSTER_AS_IS = -1, LIC_ROSTER_INACTIVE, LIC_ROSTER_ACTIVE } lic_roster_status_t;

typedef struct lic_roster_row_t {
    apr_int64_t line;                    /**< in the list's source, from 1 */
    apr_int64_t id;                      /**< 0: not said */
    const char *external;                /**< NULL: not said; "": it is to have none */
    const char *login;                   /**< NULL: not said; another than so far: a new one */
    const char *name, *initials, *email; /**< NULL: not said */
    lic_roster_status_t status;
    const lic_plan_dates_t *dates; /**< the first and last day; NULL: not said */
    const char *const *roles;      /**< to be given, NULL-terminated; none is ever taken. NULL: not said */
    const char *const *modules;    /**< the same of add-on modules */
    lic_error_t *wrong;            /**< why the row can't be understood; NULL: it can */
} lic_roster_row_t;

/** What became of a row: several at once, or 0: unchanged. */
enum {
    LIC_ROSTER_CREATED = 1,
    LIC_ROSTER_EDITED = 2,
    LIC_ROSTER_ACTIVATED = 4,
    LIC_ROSTER_DEACTIVATED = 8,
    LIC_ROSTER_ROLES = 16,
    LIC_ROSTER_ASSIGNED = 32,
    LIC_ROSTER_PLANNED = 64
};

#define LIC_ROSTER_TOLD 1000 /**< so many rows that are wrong, or absent, are told one by one */

typedef struct lic_roster_outcome_t {
    const char *problem; /**< NULL: not refused; else "field-invalid", "login-twice", "last-roles", "role-unknown" … */
    const char *message; /**< what is expected; of a refused row */
    const char *element; /**< that is wrong; NULL: the row */
    apr_uint32_t line;
    unsigned char code; /**< lic_code_t of the problem */
    unsigned char done; /**< LIC_ROSTER_CREATED …; 0 where refused or unchanged */
} lic_roster_outcome_t;

typedef struct lic_roster_report_t {
    apr_array_header_t *rows;  /**< of lic_roster_outcome_t, in order: those that changed something and are told */
    apr_array_header_t *wrong; /**< of lic_roster_outcome_t: the first LIC_ROSTER_TOLD lines that are refused */
    apr_int64_t total;         /**< rows of the list that were looked at */
    apr_int64_t created, edited, activated, deactivated, given, assigned, planned, unchanged, refused;
    apr_int64_t absent; /**< deactivated (of assignments: taken) as they aren't named; not among deactivated */
    apr_int64_t kept;   /**< not named and yet left active: service log-ins, the last role administrator, the caller */
    int applied;        /**< 0: strict or whole, and something was refused: nothing was done */
    apr_int64_t log;    /**< first log id; 0: nothing changed */
    apr_int64_t revision;
    const char *product;   /**< key of the user licence; NULL: there is none */
    apr_int64_t beyond;    /**< how many are beyond it afterwards */
    apr_time_t deadline;   /**< when those marked now fall; 0 */
    apr_int64_t buy_total; /**< the total that would be enough */
    apr_int64_t buy_net;   /**< what buying them would cost now, net; −1: nothing, or it can't be */
    const char *currency;
    int replayed; /**< this is the stored answer of an earlier request */
} lic_roster_report_t;

/** One event of each kind for the whole list; lic_roster_begin makes them in a change. */
typedef struct lic_roster_events_t {
    lic_event_t *created, *edited, *activated, *deactivated, *roles;
} lic_roster_events_t;

void lic_roster_begin(lic_roster_events_t *events, lic_change_t *change);

/** What is known about the employee of a row. */
typedef struct lic_roster_facts_t {
    const lic_employee_t *employee; /**< with held; NULL: new */
    int last_role_admin;            /**< it is the last role administrator at this point of the list */
    int is_caller;                  /**< it is whose log-in sends the list */
    const char *const *held_roles;  /**< NULL-terminated, or NULL */
} lic_roster_facts_t;

/** How many of so many may be absent from a whole list that doesn't say (interface.md, XML). */
apr_int64_t lic_roster_max_absent(apr_int64_t held);

/** Brings a row's texts into the form that employees are stored and found by (lic_employee_tidy). */
void lic_roster_tidy(lic_roster_row_t *row, apr_pool_t *p);

/**
 * Whether the fields that a row says are valid by themselves. employee: whom it is about, whose address may stay as it
 * is; NULL: new (lic_employee_check asks more), or not known yet.
 * The row's own error, or LIC_INVALID "field-invalid".
 */
lic_error_t *lic_roster_check(const lic_roster_row_t *row, const lic_employee_t *employee, apr_pool_t *p);

/**
 * Adds a row to the change, whole or not at all: *done are bits of the above; *employee is the one created, in
 * change->texts, else facts->employee. LIC_INVALID "field-invalid" (fact field); LIC_REFUSED "last-roles", "own-login"
 * (fact login), "product-unknown", "employee-inactive", "employee-service" (fact product). Roles are known to exist.
 */
lic_error_t *lic_roster_decide(unsigned *done, const lic_employee_t **employee, lic_change_t *change,
                               const lic_roster_events_t *events, const lic_roster_row_t *row,
                               const lic_roster_facts_t *facts);

/** The change's event of that kind for an add-on module, made where there is none. */
lic_event_t *lic_roster_module_event(lic_change_t *change, lic_event_kind_t kind, const char *module);

#endif
