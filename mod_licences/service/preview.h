/**
 * @file service/preview.h  What a change of a quantity would do, and the token that confirms exactly that.
 */
#ifndef LIC_SERVICE_PREVIEW_H
#define LIC_SERVICE_PREVIEW_H

#include "core/quantity.h"
#include "service/unit.h"

/**
 * What would happen, with a token to confirm it (none where nothing would change). Brings up to date first; writes
 * nothing else. Errors: those of lic_quantity_decide; LIC_UNKNOWN "product-unknown".
 */
lic_error_t *lic_quantity_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                                  const char *product, apr_int64_t asked, apr_pool_t *p);

/** The same for taking the product's last purchase back. Errors: those of lic_undo_decide. */
lic_error_t *lic_undo_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_pool_t *p);

/**
 * Finds the last purchase and decides: what both the preview and the confirmation do. "undo-in-use" also has the fact
 * who: the names of those who would have to go first, at most ten.
 */
lic_error_t *lic_preview_undo(lic_outcome_t *out, const lic_unit_t *unit, const lic_position_t *position,
                              lic_requester_t requester);

/** What is asked for of a product: a total, that the last purchase is taken back, or a total from a day on. */
typedef struct lic_asked_t {
    apr_int64_t quantity;
    int undo;
    lic_date_t on; /**< LIC_DATE_NONE: now */
} lic_asked_t;

/** The same as the token holds it. */
const char *lic_preview_asked(const lic_asked_t *asked, apr_pool_t *p);

/**
 * What both the preview and the plan itself decide: that a total is bought from a day on (lic_plan_buy). *then (may be
 * NULL): the change as it would be then.
 */
lic_error_t *lic_preview_plan(lic_outcome_t *out, const lic_change_t **then, const lic_unit_t *unit,
                              const lic_position_t *position, const lic_asked_t *asked);

/** What would be bought from a day on, at that day's price, with a token to plan it. Errors: those of lic_plan_buy. */
lic_error_t *lic_plan_preview(lic_preview_t *preview, lic_db_source_t *from, const lic_caller_t *caller,
                              const char *product, apr_int64_t quantity, lic_date_t on, apr_pool_t *p);

/** What a token says. */
typedef struct lic_confirmed_t {
    const char *id;       /**< of this preview alone: two previews never have the same */
    lic_error_t *expired; /**< LIC_CONFLICT "token-expired": authentic, but too old; NULL */
    const char *product, *asked, *date, *facts;
} lic_confirmed_t;

/** LIC_FORBIDDEN "token-invalid" unless this portal made the token for the caller. */
lic_error_t *lic_preview_verify(lic_confirmed_t *confirmed, const lic_unit_t *unit, const char *token);

/**
 * Before deciding: LIC_REFUSED "key-reused" where the preview was of another quantity or product, LIC_CONFLICT
 * "moved-on" where it was of another day.
 */
lic_error_t *lic_preview_check_asked(const lic_confirmed_t *confirmed, const lic_unit_t *unit, const char *product,
                                     const char *asked);

/** After deciding: LIC_CONFLICT "moved-on" where what the preview showed isn't what would be done now. */
lic_error_t *lic_preview_check_facts(const lic_confirmed_t *confirmed, const lic_unit_t *unit,
                                     const lic_outcome_t *out);

/** LIC_CONFLICT "moved-on": a new preview is to be looked at. */
lic_error_t *lic_preview_moved_on(apr_pool_t *p);

/** LIC_UNKNOWN "product-unknown" (fact product). */
lic_error_t *lic_preview_find(lic_position_t **position, const lic_book_t *book, const char *product, apr_pool_t *p);

#endif
