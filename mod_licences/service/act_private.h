/**
 * @file service/act_private.h  What acting on employees and adding one have in common: they begin alike, may buy
 * licences first, and tell whoever is then beyond what is purchased.
 */
#ifndef LIC_SERVICE_ACT_PRIVATE_H
#define LIC_SERVICE_ACT_PRIVATE_H

#include <apr_hash.h>

#include "core/plan_dates.h"
#include "service/act.h"

/** An act on many employees, or one new employee. */
typedef struct lic_act_args_t {
    lic_act_report_t *report;
    lic_act_t act;
    const apr_int64_t *ids;
    int n;
    const char *module;
    lic_date_t on;                 /**< the day that is planned for; LIC_DATE_NONE in a preview: tomorrow */
    lic_employee_t *employee;      /**< for lic_employee_add … */
    const lic_plan_dates_t *dates; /**< … and what is planned of it; may be NULL */
    const lic_purchase_t *buying;  /**< NULL: none */
    lic_step_fn *step;             /**< the act itself */
    /* set anew by each try */
    const lic_position_t *position; /**< the module, else the user licence; NULL where there is none, or
                                       the act takes none now */
    lic_event_t *event;
    apr_hash_t *employees; /**< of all ids, loaded at once */
    apr_hash_t *seen;
    apr_int64_t role_admins;    /**< active employees with the right `roles`, so far */
    apr_hash_t *role_admin_ids; /**< which of ids are among them; NULL where there are more than ids, so that some will
                                   be left */
} lic_act_args_t;

/** Begins a step: the report is empty again, the account open, position and event are known. */
lic_error_t *lic_act_start(lic_act_args_t *args, lic_unit_t *unit, lic_event_kind_t kind);

/** Runs the step, after a purchase if there is one. content: what the step is about; a repeat of the confirmation with
 *  other content is refused. */
lic_error_t *lic_act_run(lic_act_args_t *args, lic_db_source_t *from, const lic_caller_t *caller, lic_step_fn *step,
                         const char *content, apr_pool_t *p);

#endif
