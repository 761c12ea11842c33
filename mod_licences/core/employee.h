/**
 * @file core/employee.h  Employees and add-on licences: create, activate, deactivate, protect, assign, unassign.
 */
#ifndef LIC_CORE_EMPLOYEE_H
#define LIC_CORE_EMPLOYEE_H

#include "base/error.h"
#include "core/plan.h"

typedef struct lic_employee_t {
    apr_int64_t id;
    const char *login, *name, *initials, *email;
    const char *external; /**< the number that a partner's own system knows it by; "" or NULL: none */
    const char *language; /**< of its pages and mails; "": the account's. Set by lic_admission_caller alone */
    int active, service, is_protected;
    int admitted;                        /**< lic_rights_admit, set by lic_admission_caller */
    apr_time_t created, activated;       /**< activated: last activation; 0 if never */
    apr_time_t deadline;                 /**< 0: not marked */
    const char *const *roles;            /**< NULL-terminated; only for creation */
    const struct lic_assignment_t *held; /**< its add-on licences, when loaded for a decision */
    int nheld;
    const lic_plan_t *plans; /**< that it starts or leaves, loaded as held is */
    int nplans;
} lic_employee_t;

typedef struct lic_assignment_t {
    apr_int64_t id, employee, product;
    apr_time_t assigned;
    apr_time_t since;    /**< the later of given and the employee's activation */
    apr_time_t deadline; /**< 0: not marked */
} lic_assignment_t;

/** A seat, as far as marking looks at it (core/grace.h). */
typedef struct lic_seat_t {
    apr_int64_t employee, assignment; /**< assignment 0 for the user licence */
    const char *login, *name;
    int is_protected, last_role_admin; /**< the last active employee with the right roles */
    apr_time_t since, created;         /**< since: activated, or the later of given and activated */
    apr_time_t deadline;
} lic_seat_t;

/** What became of one employee in an operation; a closed list in the XSD. */
typedef enum {
    LIC_EMPLOYEE_DONE,
    LIC_EMPLOYEE_UNCHANGED,  /**< was so already */
    LIC_EMPLOYEE_LAST_ROLES, /**< refused: the last role administrator */
    LIC_EMPLOYEE_INACTIVE,   /**< refused: an inactive employee can't be given an add-on licence */
    LIC_EMPLOYEE_SERVICE,    /**< refused: a service log-in takes no licence */
    LIC_EMPLOYEE_NO_LICENCE, /**< refused: no licence is free (core/policy.h) */
    LIC_EMPLOYEE_ORDER,      /**< refused: the last day would be before the first */
    LIC_EMPLOYEE_UNKNOWN     /**< no such employee in this account */
} lic_employee_outcome_t;
extern const lic_word_t lic_employee_outcome_words[];

/** What can be done with an employee, or with many at once. */
typedef enum {
    LIC_ACT_ACTIVATE,
    LIC_ACT_DEACTIVATE,
    LIC_ACT_ASSIGN,
    LIC_ACT_UNASSIGN,
    LIC_ACT_PROTECT,
    LIC_ACT_UNPROTECT,
    LIC_ACT_START, /**< is planned to start on a day (core/plan_dates.h) … */
    LIC_ACT_LEAVE  /**< … to have its last day */
} lic_act_t;
extern const lic_word_t lic_act_words[]; /**< activate deactivate assign unassign protect unprotect start leave */

typedef struct lic_act_outcome_t {
    apr_int64_t employee;
    const char *name;
    lic_employee_outcome_t outcome;
} lic_act_outcome_t;

/** What an operation came to, or would; made by service/employee.c, written by view/document/result.c. */
typedef struct lic_act_report_t {
    lic_act_outcome_t *rows; /**< one per id asked for, in order */
    int nrows, ndone;
    apr_int64_t log; /**< first log id; 0: nothing changed */
    apr_int64_t revision;
    apr_int64_t beyond;            /**< how many are beyond what is purchased afterwards (user, or the module) */
    apr_time_t deadline;           /**< when those marked now fall; 0 */
    const lic_position_t *lacking; /**< of which no licence is free, where that refused somebody; NULL */
} lic_act_report_t;

struct lic_preview_t;

/** An act for which licences are missing, and what buying them would cost; made by service/offer.c. */
typedef struct lic_offer_t {
    lic_act_t act;
    int acts;            /**< 0: only the buying, for those who are beyond already */
    const char *product; /**< key */
    apr_int64_t missing;
    lic_policy_t policy;                 /**< what happens if it is done all the same (core/policy.h) … */
    apr_int64_t buys;                    /**< … of buy: how many of the missing are bought, up to its cap */
    const struct lic_preview_t *bought;  /**< … and what that costs; NULL: none can be bought */
    apr_time_t deadline;                 /**< when they fall if nothing is bought */
    const struct lic_preview_t *preview; /**< buying what is missing, with its token; NULL: it can't be bought … */
    const lic_error_t *refused;          /**< … for this reason */
} lic_offer_t;

/**
 * Brings the texts of somebody who is typed or sent into the form that they are stored and looked up in (base/text.h),
 * in p; comes before any check.
 */
void lic_employee_tidy(lic_employee_t *employee, apr_pool_t *p);
/** Valid e-mail (a service log-in may have none, ""), name (1..100), initials (0..10), external (0..64): LIC_INVALID
 * "field-invalid", fact field. */
lic_error_t *lic_employee_check_details(const lic_employee_t *employee, apr_pool_t *p);
#define LIC_EMPLOYEE_LOGIN_EXPECTED "1 to 64 characters, none of them a blank or invisible"
/** The same and a valid log-in (product.md, Who gets in): for whoever is new. */
lic_error_t *lic_employee_check(const lic_employee_t *employee, apr_pool_t *p);

/*
 * Each adds to the change: operations, used counters in change->after, the subject of `event`
 * (one event for a whole bulk: the caller makes it; without subjects it is no event). Facts are those before the
 * change: a bulk names nobody twice. employee->held and employee->plans must be loaded but for create: a plan goes that
 * an activation or deactivation does by hand.
 */

/** The product of which no licence is free, whose policy refuses the activation: the user licence, or an add-on that is
 * kept; NULL: none. */
const lic_position_t *lic_employee_lacks(const lic_book_t *book, const lic_employee_t *employee);

/** Sets id, created, activated. Roles given with it are operations and an event of their own (role-given). */
lic_employee_outcome_t lic_employee_create(lic_change_t *change, lic_event_t *event, lic_employee_t *employee);
lic_employee_outcome_t lic_employee_activate(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee);
/** Sets name, initials, e-mail, log-in and external to those of wanted, whose other members don't count; a log row for
 * each that differs. A log-in that wanted lacks (NULL) stays. */
lic_employee_outcome_t lic_employee_edit(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                         const lic_employee_t *wanted);
/** last_role_admin: who is the last role administrator at this point of the bulk; 0: there are others. */
lic_employee_outcome_t lic_employee_deactivate(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                               apr_int64_t last_role_admin);
lic_employee_outcome_t lic_employee_protect(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                            int on);
/** assign, unassign: LIC_EMPLOYEE_UNKNOWN where the product isn't an add-on. */
lic_employee_outcome_t lic_employee_assign(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                           apr_int64_t product);
lic_employee_outcome_t lic_employee_unassign(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                             apr_int64_t product);
/**
 * Gives (on) or takes a role, which is held already or not. last: taking it would leave no active employee with the
 * right roles, which is LIC_EMPLOYEE_LAST_ROLES. employee->held isn't needed.
 */
lic_employee_outcome_t lic_employee_role(lic_change_t *change, lic_event_t *event, const lic_employee_t *employee,
                                         const char *role, int held, int on, int last);

#endif
