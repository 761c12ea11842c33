/**
 * @file service/quantity.h  Changing a quantity: preview, confirm, and in one go for licencesctl and partners.
 */
#ifndef LIC_SERVICE_QUANTITY_H
#define LIC_SERVICE_QUANTITY_H

#include "core/quantity.h"
#include "service/condition.h"
#include "service/unit.h"

/**
 * What would happen, with a token to confirm it (none where nothing would change). Brings up to date first; writes
 * nothing else. Errors: those of lic_quantity_decide; LIC_UNKNOWN "product-unknown".
 */
lic_error_t *lic_quantity_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, apr_pool_t *p);

/**
 * Carries out what a preview showed. Order: signature, stored answer for this token, state, decision. LIC_FORBIDDEN
 * "token-invalid"; LIC_CONFLICT "token-expired" or "moved-on" (date or facts have changed: show a new preview);
 * LIC_REFUSED "key-reused" (the token was handed out for another quantity or product). Taken once: a repeat gives the
 * stored outcome with replayed set, with the same log id.
 */
lic_error_t *lic_quantity_confirm(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, const char *token, apr_pool_t *p);

/** What is done in the same transaction as a confirmed change, after it; like it once. */
typedef struct lic_along_t {
    lic_step_fn *step; /**< adds to the change; may set unit->finish, which then gets baton too */
    void *baton;
    const char *content; /**< what it is about: a repeat of the token with something else is refused */
} lic_along_t;

/** The same, and something along with it; along NULL: nothing. */
lic_error_t *lic_quantity_confirm_along(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                                        const char *product, apr_int64_t asked, const char *token,
                                        const lic_along_t *along, apr_pool_t *p);

/** LIC_CONFLICT "moved-on", for a step along that finds that what was offered isn't what is missing now. */
lic_error_t *lic_quantity_moved_on(apr_pool_t *p);

#define LIC_QUANTITY_AS_IS APR_INT64_MIN /**< of lic_quantity_set: what there is; nothing but the condition counts */

/** In one go: licencesctl (support's hand), PUT (admin's hand). */
lic_error_t *lic_quantity_set(lic_outcome_t *out, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t asked, lic_hand_t hand, const lic_condition_t *condition,
                              apr_pool_t *p);

#endif
