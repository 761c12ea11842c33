/**
 * @file memory.h  An account in memory, for tests of core: does what the store's apply and the services do around the
 * deciders, as simply as can be, and checks product.md's "Always true" by reckoning of its own.
 */
#ifndef LIC_TEST_MEMORY_H
#define LIC_TEST_MEMORY_H

#include "../base/vectors.h"

#include "core/agenda.h"
#include "core/grace.h"
#include "core/lifecycle.h"
#include "core/plan_due.h"
#include "core/policy.h"
#include "core/policy_buy.h"
#include "core/quantity.h"
#include "core/threshold.h"
#include "core/undo.h"
#include "core/rights.h"

/* The catalogue of every account here */
enum { STANDARD = 1, CENTRAL, NAV, CRM, OUTLOOK, VISMA, PRODUCTS = VISMA };

typedef struct memory_employee_t {
    lic_employee_t facts;
    int holds_roles;
    apr_time_t expected; /* deadline by the rule, reckoned apart */
} memory_employee_t;

typedef struct memory_seat_t {
    lic_assignment_t facts;
    apr_time_t expected;
} memory_seat_t;

typedef struct memory_entry_t {
    lic_event_kind_t kind;
    int event; /* of the same operation: the same */
    apr_time_t at;
    lic_subject_t subject;
    const char *actor;
} memory_entry_t;

typedef struct memory_t {
    apr_pool_t *pool;
    const char *label; /* said before a breach; NULL: nothing */
    lic_book_t *book;
    int first_period;                  /* k of the period that it was opened in */
    apr_int64_t lowered[PRODUCTS + 1]; /* by memory_lower: invoiced, but not there any more */
    apr_array_header_t *prices;        /* of lic_price_t */
    apr_array_header_t *employees;     /* of memory_person_t; id = index + 1 */
    apr_array_header_t *seats;         /* of memory_seat_t; taken back: facts.id 0 */
    apr_array_header_t *invoices;      /* of lic_invoice_t *, in the order of issue */
    apr_array_header_t *plans;         /* of lic_plan_t; gone: id 0 */
    apr_array_header_t *journal;       /* of memory_entry_t */
    int nevents;
} memory_t;

/** An instant in UTC, "2026-11-24T10:00:00Z". */
apr_time_t memory_instant(const char *text);

/** An account that was opened at an instant: DKK, 25 % VAT, grace 7 days, no prices yet. Lives in a pool of its own. */
memory_t *memory_make(const char *zone, const char *anchor, int months, apr_time_t at);
void memory_destroy(memory_t *memory);

/** Adds a price per month from a date, unless there is one from that date. */
void memory_price(memory_t *memory, apr_int64_t product, const char *from, apr_int64_t per_month);

memory_employee_t *memory_employee(const memory_t *memory, apr_int64_t id);
memory_seat_t *memory_seat(const memory_t *memory, apr_int64_t id);
/** The facts of an employee with the add-on licences held. */
const lic_employee_t *memory_load(const memory_t *memory, apr_int64_t id);
/** The last active holder of `roles`; 0: none, or several. */
apr_int64_t memory_last_role_admin(const memory_t *memory);
lic_position_t *memory_position(const memory_t *memory, apr_int64_t product);

/** Carries out what is due at or before now. */
void memory_catch_up(memory_t *memory, apr_time_t now);

/** Catches up and starts a change; memory_end applies it, marks and checks. */
lic_change_t *memory_begin(memory_t *memory, apr_time_t now);
void memory_end(memory_t *memory, lic_change_t *change);

/* Whole operations; each catches up first. */
lic_outcome_kind_t memory_quantity(memory_t *memory, apr_int64_t product, apr_int64_t asked, lic_requester_t requester,
                                   apr_time_t now);
/** Takes the last purchase back; LIC_REFUSED_OUTCOME: *problem (may be NULL) says why not. */
lic_outcome_kind_t memory_undo(memory_t *memory, apr_int64_t product, lic_requester_t requester, const char **problem,
                               apr_time_t now);
/** Sets what happens when no licence is free. */
void memory_policy(memory_t *memory, apr_int64_t product, lic_policy_t policy, apr_int64_t cap, apr_time_t now);
/** Lowers what is purchased at once, which only a renewal does. */
void memory_lower(memory_t *memory, apr_int64_t product, apr_int64_t purchased, apr_time_t now);
/** The employee's id; 0: refused, as no licence is free. */
apr_int64_t memory_hire(memory_t *memory, const char *login, int active, int service, apr_time_t now);
lic_employee_outcome_t memory_activate(memory_t *memory, apr_int64_t id, apr_time_t now);
lic_employee_outcome_t memory_deactivate(memory_t *memory, apr_int64_t id, apr_time_t now);
lic_employee_outcome_t memory_assign(memory_t *memory, apr_int64_t id, apr_int64_t product, apr_time_t now);
lic_employee_outcome_t memory_unassign(memory_t *memory, apr_int64_t id, apr_int64_t product, apr_time_t now);
lic_employee_outcome_t memory_protect(memory_t *memory, apr_int64_t id, int on, apr_time_t now);
lic_employee_outcome_t memory_edit(memory_t *memory, apr_int64_t id, const char *name, apr_time_t now);

/** Plans; NULL, or the problem. on: the first or last day. */
const char *memory_plan(memory_t *memory, apr_int64_t id, lic_plan_kind_t kind, const char *on, apr_time_t now);
const char *memory_plan_buy(memory_t *memory, apr_int64_t product, apr_int64_t quantity, const char *on,
                            apr_time_t now);
/** Cancels the plan that was made as the number-th, from 0. Returns 0 where there is none any more. */
int memory_cancel(memory_t *memory, int number, apr_time_t now);

/* For the other files of the account in memory: how plans are kept, carried out and looked over */
int memory_plans(const lic_plan_t **list, const memory_t *memory, apr_int64_t employee, apr_int64_t product);
lic_date_t memory_plan_on(const memory_t *memory);
const lic_plan_batch_t *memory_plans_due(const memory_t *memory, lic_date_t on);
void memory_apply_plan(memory_t *memory, const lic_operation_t *operation);
void memory_outdo(const memory_t *memory, lic_change_t *change);
void memory_admit(memory_t *memory, const lic_change_t *change);
const char *memory_plan_today(const memory_t *memory, const char *object);
const char *memory_check_plans(const memory_t *memory, apr_time_t now);

/** Nobody beyond what is purchased was activated, or given anything, under block. */
void memory_check_block(const memory_t *memory, const lic_change_t *change);

/** Applies a change as it is. */
void memory_apply(memory_t *memory, lic_change_t *change);
/** Warns of few left, applies, and decides and applies the marks. */
void memory_settle(memory_t *memory, lic_change_t *change);

/** What product.md's "Always true" finds wrong with the account at an instant; NULL: nothing. */
const char *memory_breach(const memory_t *memory, apr_time_t now);

/** Updates who is expected to be marked until when (memory_check.c); called after each change. */
void memory_expect(memory_t *memory, apr_time_t now);

/** How many entries of a kind the journal has; *last (may be NULL): the last of them. */
int memory_logged(const memory_t *memory, lic_event_kind_t kind, memory_entry_t *last);

#endif
