/**
 * @file core/plan.h  What is to happen on a day (product.md, Plans): an employee starts or leaves, or licences are
 * bought.
 */
#ifndef LIC_CORE_PLAN_H
#define LIC_CORE_PLAN_H

#include "core/change.h"

/** In the order in which plans of one instant are carried out. */
typedef enum { LIC_PLAN_LEAVE = 1, LIC_PLAN_BUY, LIC_PLAN_START } lic_plan_kind_t;
extern const lic_word_t lic_plan_words[]; /**< leave buy start */

#define LIC_PLAN_DAYS 400 /**< so many days ahead, at most */

typedef struct lic_plan_t {
    apr_int64_t id;
    lic_plan_kind_t kind;
    apr_int64_t employee;   /**< who starts or leaves; 0: it buys */
    apr_int64_t product;    /**< what is bought; 0: somebody starts or leaves */
    apr_int64_t quantity;   /**< the total wanted; 0: somebody starts or leaves */
    lic_date_t on;          /**< the first day of who starts, the last of who leaves, the day of the purchase */
    int waits;              /**< it was due, and waits for a licence */
    const char *planned_by; /**< log-in, or "operator" */
    apr_time_t planned_at;
    const char *name;         /**< the employee's, or the product's; "" where that is gone */
    const char *login;        /**< the employee's, or "" */
    const char *key;          /**< the product's, or "" */
    const char *order_number; /**< the buyer's, of what is bought, or ""; NULL: the account's standing one by then */
} lic_plan_t;

/** The local date that it is carried out at the start of: of who leaves the day after the last one. */
lic_date_t lic_plan_due_on(lic_plan_kind_t kind, lic_date_t on);

/** The plan of a kind among n; NULL: none. */
const lic_plan_t *lic_plan_of(const lic_plan_t *plans, int n, lic_plan_kind_t kind);

/** What a plan is in the log: employee/ID/plan/start, employee/ID/plan/leave, PRODUCT/plan. */
const char *lic_plan_object(const lic_plan_t *plan, apr_pool_t *p);

/** "2026-12-01", "30 2026-12-01": a plan's state in the log. */
const char *lic_plan_state(const lic_plan_t *plan, apr_pool_t *p);

/**
 * The plan goes, for the reason that the event is: an operation and a subject of the event, with the planner's name.
 * The event is given, as many plans may go with one.
 */
void lic_plan_drop(lic_change_t *change, lic_event_t *event, const lic_plan_t *plan);

/** An employee has started or left by hand: the plan to do so goes (removed), where there is one among n. */
void lic_plan_overtake(lic_change_t *change, const lic_plan_t *plans, int n, lic_plan_kind_t kind);

#endif
