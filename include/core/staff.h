/**
 * @file core/staff.h  Employees and add-on licences: create, activate, deactivate, protect, assign, unassign.
 */
#ifndef LIC_CORE_STAFF_H
#define LIC_CORE_STAFF_H

#include "base/error.h"
#include "core/account.h"
#include "core/event.h"

typedef struct lic_employee_t {
    apr_int64_t id;
    const char *login, *name, *initials, *email;
    int active, service, is_protected;
    int admitted;                        /**< lic_rights_admit, set by lic_staff_caller */
    apr_time_t created, activated;       /**< activated: last activation; 0 if never */
    apr_time_t deadline;                 /**< 0: not marked */
    const char *const *roles;            /**< NULL-terminated; only for creation */
    const struct lic_assignment_t *held; /**< its add-on licences, when loaded for a decision */
    int nheld;
} lic_employee_t;

typedef struct lic_assignment_t {
    apr_int64_t id, employee, product;
    apr_time_t assigned;
    apr_time_t since;    /**< the later of given and the holder's activation */
    apr_time_t deadline; /**< 0: not marked */
} lic_assignment_t;

/** Somebody in a crowd: what marking looks at (core/grace.h). */
typedef struct lic_holder_t {
    apr_int64_t employee, assignment; /**< assignment 0 for the user licence */
    const char *login, *name;
    int is_protected, keeper;  /**< keeper: the last active holder of `roles` */
    apr_time_t since, created; /**< since: activated, or the later of given and activated */
    apr_time_t deadline;
} lic_holder_t;

struct lic_change_t;

/** What became of one employee in an operation; a closed list in the XSD. */
typedef enum {
    LIC_STAFF_DONE,
    LIC_STAFF_UNCHANGED,  /**< was so already */
    LIC_STAFF_LAST_ROLES, /**< refused: the last active holder of `roles` */
    LIC_STAFF_INACTIVE,   /**< refused: an inactive employee can't be given an add-on licence */
    LIC_STAFF_SERVICE,    /**< refused: a service log-in takes no licence */
    LIC_STAFF_UNKNOWN     /**< no such employee in this account */
} lic_staff_outcome_t;
extern const lic_word_t lic_staff_outcome_words[];

/** What can be done with an employee, or with many at once. */
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

/** What an operation came to, or would; made by service/staff.c, written by view/result.c. */
typedef struct lic_act_report_t {
    lic_act_outcome_t *rows; /**< one per id asked for, in order */
    int nrows, ndone;
    apr_int64_t log; /**< first log id; 0: nothing changed */
    apr_int64_t revision;
    apr_int64_t beyond;  /**< how many are beyond what is purchased afterwards (user, or the module) */
    apr_time_t deadline; /**< when those marked now fall; 0 */
} lic_act_report_t;

struct lic_preview_t;

/** An act for which licences are missing, and what buying them would cost; made by service/offer.c. */
typedef struct lic_offer_t {
    lic_act_t act;
    int acts;            /**< 0: only the buying, for those who are beyond already */
    const char *product; /**< key */
    apr_int64_t missing;
    apr_time_t deadline;                 /**< when they fall if nothing is bought */
    const struct lic_preview_t *preview; /**< buying what is missing, with its token; NULL: it can't be bought … */
    const lic_error_t *refused;          /**< … for this reason */
} lic_offer_t;

/**
 * Valid e-mail (a service log-in may have none, ""), login (1..64 characters), name (1..100), initials (0..10):
 * LIC_INVALID "field-invalid", fact field.
 */
lic_error_t *lic_staff_check(const lic_employee_t *person, apr_pool_t *p);

/*
 * Each adds to the change: operations, used counters in change->after, the subject of `event`
 * (one event for a whole bulk: the caller makes it; without subjects it is no event). Facts are those before the
 * change: a bulk names nobody twice. person->held must be loaded but for create.
 */

/** Sets id, created, activated. Roles given with it are operations and an event of their own (role-given). */
lic_staff_outcome_t lic_staff_create(struct lic_change_t *change, lic_event_t *event, lic_employee_t *person);
lic_staff_outcome_t lic_staff_activate(struct lic_change_t *change, lic_event_t *event, const lic_employee_t *person);
/** Sets name, initials and e-mail to those of wanted, whose other members don't count; a log row for each that differs.
 */
lic_staff_outcome_t lic_staff_edit(struct lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                   const lic_employee_t *wanted);
/** keeper: the last active holder of `roles` at this point of the bulk; 0: there are others. */
lic_staff_outcome_t lic_staff_deactivate(struct lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                         apr_int64_t keeper);
lic_staff_outcome_t lic_staff_protect(struct lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                      int on);
/** assign, unassign: LIC_STAFF_UNKNOWN where the product isn't an add-on. */
lic_staff_outcome_t lic_staff_assign(struct lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                     apr_int64_t product);
lic_staff_outcome_t lic_staff_unassign(struct lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                       apr_int64_t product);
/**
 * Gives (on) or takes a role, which is held already or not. last: taking it would leave no active holder of `roles`,
 * which is LIC_STAFF_LAST_ROLES. person->held isn't needed.
 */
lic_staff_outcome_t lic_staff_role(struct lic_change_t *change, lic_event_t *event, const lic_employee_t *person,
                                   const char *role, int held, int on, int last);

#endif
