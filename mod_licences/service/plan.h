/**
 * @file service/plan.h  Planning that employees start or leave and that licences are bought, and cancelling it
 * (core/plan_new.h).
 */
#ifndef LIC_SERVICE_PLAN_H
#define LIC_SERVICE_PLAN_H

#include "core/plan.h"
#include "service/preview.h"
#include "service/unit.h"

/** *log: the entry; 0: it was planned so already. Errors: those of lic_plan_employee; LIC_UNKNOWN "employee-unknown".
 */
lic_error_t *lic_plan_set(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, lic_plan_kind_t kind,
                          apr_int64_t employee, lic_date_t on, apr_pool_t *p);

/** *log: the entry. LIC_UNKNOWN "plan-unknown": there is none of that id, any more. */
lic_error_t *lic_plan_unset(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller, apr_int64_t id,
                            apr_pool_t *p);

#endif
