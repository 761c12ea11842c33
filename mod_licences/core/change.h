/**
 * @file core/change.h  A change being gathered: what the store's apply will write, in one place.
 *
 * `before` is the book as loaded, `after` the copy that deciders alter (positions, account). apply writes the
 * difference of the two, the operations in order, the invoices and the events.
 */
#ifndef LIC_CORE_CHANGE_H
#define LIC_CORE_CHANGE_H

#include "core/book.h"
#include "core/event.h"
#include "core/invoice.h"

typedef enum {
    LIC_OP_EMPLOYEE_ADD,        /**< details, but for its roles: they are operations of their own */
    LIC_OP_EMPLOYEE_EDIT,       /**< details: its name, initials, e-mail */
    LIC_OP_EMPLOYEE_RENAME,     /**< details: its log-in, external number */
    LIC_OP_EMPLOYEE_ANONYMISE,  /**< employee, details: what is in the place of all that told who it was */
    LIC_OP_EMPLOYEE_ACTIVATE,   /**< employee, at; its add-on licences count again from at */
    LIC_OP_EMPLOYEE_DEACTIVATE, /**< employee; mark goes, its add-on licences stop counting and lose their marks */
    LIC_OP_EMPLOYEE_PROTECT,    /**< employee, on */
    LIC_OP_EMPLOYEE_MARK,       /**< employee, at = deadline (0 takes the mark) */
    LIC_OP_ASSIGN,          /**< assignment (new id), employee, product, at, on: it counts, as the employee is active */
    LIC_OP_UNASSIGN,        /**< assignment */
    LIC_OP_ASSIGNMENT_MARK, /**< assignment, at = deadline (0 takes the mark) */
    LIC_OP_ROLE_RIGHT,      /**< role, right, on */
    LIC_OP_EMPLOYEE_ROLE,   /**< employee, role, on */
    LIC_OP_THRESHOLD_SET,   /**< product, count (-1: product.md's rule) */
    LIC_OP_PLAN_DROP,       /**< plan */
    LIC_OP_PLAN_PUT,        /**< plan, whose kind and subject no other has any more */
    LIC_OP_PLAN_WAIT,       /**< plan: it waits for a licence from now on */
    /* range operations: set-based SQL whose log rows are an event's subjects (event->range) */
    LIC_OP_MARK_BEYOND,    /**< product, boundary, last_role_admin, at = deadline: marks whoever isn't yet, up to the
                                boundary in marking order */
    LIC_OP_UNMARK_WITHIN,  /**< product, boundary (NULL: none stays marked), last_role_admin: takes the marks of those
                                after the boundary */
    LIC_OP_DEACTIVATE_DUE, /**< at: employees whose deadline ≤ at */
    LIC_OP_TAKE_BACK_DUE,  /**< at: add-on licences whose deadline ≤ at */
    LIC_OP_DEACTIVATE_ALL, /**< the account is closed */
    LIC_OP_REMIND          /**< at = deadline: log rows only */
} lic_operation_kind_t;

struct lic_employee_t; /* core/employee.h, which adds to changes */
struct lic_seat_t;
struct lic_plan_t; /* core/plan.h, too */

typedef struct lic_operation_t {
    lic_operation_kind_t kind;
    apr_int64_t employee, product, assignment, count;
    apr_time_t at;
    int on;
    const char *role, *right;
    const struct lic_employee_t *details;
    const char *was; /**< of a renaming: the log-in so far */
    const struct lic_seat_t *boundary;
    const struct lic_plan_t *plan;
    apr_int64_t last_role_admin; /**< employee who is marked last; 0: none */
} lic_operation_t;

typedef struct lic_change_t {
    apr_pool_t *pool;
    apr_pool_t
        *texts;     /**< of what operations and subjects about employees hold: pool, or what is cleared with a part */
    int asks_later; /**< nobody is refused for want of a licence: lic_policy_check does so for the whole */
    int parts;      /**< how often operations and subjects have been applied and taken out (lic_change_apply_part) */
    const lic_book_t *before;
    lic_book_t *after;
    apr_time_t now;                 /**< the instant that it happens at */
    lic_date_t today;               /**< now's local date */
    const char *actor;              /**< log-in name, "system" or "operator" */
    const char *actor_email;        /**< NULL: nobody to tell */
    const char *actor_locale;       /**< of mail to the actor; NULL: the account's */
    const char *order_number;       /**< the buyer's, of what is bought; NULL: the account's standing one */
    apr_array_header_t *operations; /**< of lic_operation_t */
    apr_array_header_t *invoices;   /**< of lic_invoice_t * */
    apr_array_header_t *events;     /**< of lic_event_t * */
} lic_change_t;

lic_change_t *lic_change_make(const lic_book_t *book, apr_time_t now, const char *actor, const char *actor_email,
                              apr_pool_t *p);
/** Nothing to write, log or mail; that instants of the account row (last_at, told_until) move on doesn't count. */
int lic_change_is_empty(const lic_change_t *change);

/** Forgets operations and subjects, which have been applied, or won't be; what they did to `after` stays. */
void lic_change_drop_part(lic_change_t *change);

/** Zeroed; boundary etc. to be set. The pointer is good until the next operation is added. */
lic_operation_t *lic_change_operation(lic_change_t *change, lic_operation_kind_t kind);
lic_event_t *lic_change_event(lic_change_t *change, lic_event_kind_t kind, const char *product);
/** The change's event of that kind (not a range event), made where there is none. */
lic_event_t *lic_change_event_of(lic_change_t *change, lic_event_kind_t kind);
/** Strings are kept, not copied. The pointer is good until the event's next subject is added. */
lic_subject_t *lic_event_subject(lic_event_t *event, const char *object, const char *name, const char *old_state,
                                 const char *new_state);
/** Event whose log rows come from the range operation added last. */
lic_event_t *lic_change_range_event(lic_change_t *change, lic_event_kind_t kind, const char *product);

#endif
