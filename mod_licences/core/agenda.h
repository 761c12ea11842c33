/**
 * @file core/agenda.h  What falls due next, in order (product.md, Bring up to date first).
 */
#ifndef LIC_CORE_AGENDA_H
#define LIC_CORE_AGENDA_H

#include "core/book.h"
#include "core/change.h"

/** In the order in which things due at one instant are done. */
typedef enum {
    LIC_DUE_RENEWAL,
    LIC_DUE_DEACTIVATION,
    LIC_DUE_TAKING_BACK,
    LIC_DUE_PLAN,
    LIC_DUE_REMINDER,
    LIC_DUE_NOTICE
} lic_due_kind_t;

typedef struct lic_due_t {
    lic_due_kind_t kind;
    apr_time_t at;
    int past;   /**< it would announce what is over already: skip it */
    int notice; /**< the renewal notice is due at the same instant as this reminder: both are done in this step */
    const struct lic_plan_batch_t *plans; /**< set before lic_agenda_decide: of LIC_DUE_PLAN what is carried out, with a
                                             notice what is planned around the renewal (or NULL) */
} lic_due_t;

/** What the store reads from marks and plans; 0: none. */
typedef struct lic_deadlines_t {
    apr_time_t employee;   /**< earliest deadline of an employee */
    apr_time_t assignment; /**< earliest deadline of an add-on licence */
    apr_time_t unreminded; /**< earliest deadline more than 24 h after account->told_until */
    lic_date_t plan_on;    /**< the earliest local date that a plan is due at the start of */
    int held;              /**< the renewal that is due can't be made: it and its notice are left out */
} lic_deadlines_t;

/** The next thing due at or before now. Returns 0 when nothing is. */
int lic_agenda_next(lic_due_t *due, const lic_account_t *account, const lic_deadlines_t *deadlines, apr_time_t now);

/** The instant of the next thing ever due: the account row's next_due; 0: nothing. */
apr_time_t lic_agenda_when(const lic_account_t *account, const lic_deadlines_t *deadlines);

/**
 * Carries out what is due: adds its operations, events and invoice to the change, whose now is due->at, and moves the
 * account's last_at and told_until on. Nothing but these where it is past. Errors: those of lic_lifecycle_renew.
 */
lic_error_t *lic_agenda_decide(lic_change_t *change, const lic_due_t *due);

/**
 * What was due at `at` is done: last_at, and told_until: up to `at` after a reminder or notice; up to the second before
 * it after the others, which may be followed by a reminder or notice at the same instant.
 */
void lic_agenda_done(lic_account_t *account, lic_due_kind_t kind, apr_time_t at);

#endif
