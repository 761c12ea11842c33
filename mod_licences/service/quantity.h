/**
 * @file service/quantity.h  Changing a quantity: confirming a preview, or in one go for licencesctl and partners.
 */
#ifndef LIC_SERVICE_QUANTITY_H
#define LIC_SERVICE_QUANTITY_H

#include "core/quantity.h"
#include "service/condition.h"
#include "service/unit.h"

/**
 * Carries out what a preview showed. Order: signature, stored answer for this token, state, decision. LIC_FORBIDDEN
 * "token-invalid"; LIC_CONFLICT "token-expired" or "moved-on" (date or facts have changed: show a new preview);
 * LIC_REFUSED "key-reused" (the token was handed out for another quantity or product). Taken once: a repeat gives the
 * stored outcome with replayed set, with the same log id.
 */
lic_error_t *lic_quantity_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, const char *token, apr_pool_t *p);

/** Done after a confirmed change, in the same transaction, and so once as well. */
typedef struct lic_extra_step_t {
    lic_step_fn *step; /**< adds to the change; may set unit->finish, which then gets baton too */
    void *baton;
    const char *content; /**< what it is about: a repeat of the token with something else is refused */
} lic_extra_step_t;

/** The same, with an extra step after it; extra NULL: none. */
lic_error_t *lic_quantity_confirm_with(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                       const char *product, apr_int64_t asked, const char *token,
                                       const lic_extra_step_t *extra, apr_pool_t *p);

#define LIC_QUANTITY_AS_IS APR_INT64_MIN /**< of lic_quantity_set: what there is; nothing but the condition counts */

#define LIC_QUANTITY_KEEP                                                                                              \
    (APR_INT64_MIN + 1) /**< of lic_quantity_set: as many as are purchased by then: cancels what is scheduled */

/** In one go: licencesctl (requester support) and PUT (requester admin). condition NULL: none. */
lic_error_t *lic_quantity_set(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t asked, lic_requester_t requester,
                              const lic_condition_t *condition, apr_pool_t *p);

/** Plans what lic_plan_preview showed; a repeat gives the stored outcome. Errors: those of both. */
lic_error_t *lic_plan_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t quantity, lic_date_t on, const char *token,
                              apr_pool_t *p);

/** The same without a preview, by support. */
lic_error_t *lic_plan_run(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                          apr_int64_t quantity, lic_date_t on, apr_pool_t *p);

/** Takes the product's last purchase back, as an undo's preview showed. Errors as lic_quantity_confirm. */
lic_error_t *lic_undo_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, const char *token, apr_pool_t *p);

/** The same without a preview, by support. Errors: those of lic_undo_decide. */
lic_error_t *lic_undo_run(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller, const char *product,
                          apr_pool_t *p);

#endif
