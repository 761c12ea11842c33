/**
 * @file core/agenda.h  What falls due next, in order (product.md, Bring up to date first).
 */
#ifndef LIC_CORE_AGENDA_H
#define LIC_CORE_AGENDA_H

#include "core/account.h"

/** In the order in which things due at one instant are done. */
typedef enum {
    LIC_DUE_RENEWAL,
    LIC_DUE_DEACTIVATION,
    LIC_DUE_TAKING_BACK,
    LIC_DUE_REMINDER,
    LIC_DUE_NOTICE
} lic_due_kind_t;

typedef struct lic_due_t {
    lic_due_kind_t kind;
    apr_time_t at;
    int past;                        /**< it would announce what is over already: skip it */
} lic_due_t;

/** What the store reads from the marks; 0: none. */
typedef struct lic_deadlines_t {
    apr_time_t employee;             /**< earliest deadline of an employee */
    apr_time_t assignment;           /**< earliest deadline of an add-on licence */
    apr_time_t unreminded;           /**< earliest deadline more than 24 h after account->told_until */
} lic_deadlines_t;

#define LIC_REMIND_BEFORE (apr_time_from_sec(24 * 3600))

/** The next thing due at or before now. Returns 0 when nothing is. */
int lic_agenda_next(lic_due_t *due, const lic_account_t *account, const lic_deadlines_t *deadlines, apr_time_t now);

/** The instant of the next thing ever due: the account row's next_due; 0: nothing. */
apr_time_t lic_agenda_when(const lic_account_t *account, const lic_deadlines_t *deadlines);

#endif
