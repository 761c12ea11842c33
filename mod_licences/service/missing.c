/* service/missing.c  Buys all that is missing, of every product at once. */
#include "service/missing.h"

#include <apr_strings.h>

#include "base/text.h"
#include "service/offer.h"
#include "service/preview.h"
#include "service/quantity.h"

static lic_error_t *step_book(lic_unit_t *unit, void *baton)
{
    const lic_book_t **book = baton;
    *book = unit->book;
    return NULL;
}

static int is_missing(const lic_position_t *position)
{
    return (position->kind == LIC_KIND_USER || position->kind == LIC_KIND_ADDON) &&
           position->used > position->purchased;
}

lic_error_t *lic_missing_list(const lic_offer_t **offers, int *noffers, lic_db_source_t *from,
                              const lic_caller_t *caller, apr_pool_t *p)
{
    const lic_book_t *book = NULL;
    LIC_TRY(lic_unit_peek(from, caller, step_book, (void *)&book, p));
    lic_offer_t *made = apr_pcalloc(p, sizeof(*made) * (apr_size_t)(book->npositions + 1));
    *noffers = 0;
    for (int i = 0; i < book->npositions; i++) {
        const lic_position_t *position = &book->positions[i];
        const lic_act_t act = position->kind == LIC_KIND_USER ? LIC_ACT_ACTIVATE : LIC_ACT_ASSIGN;
        if (!is_missing(position))
            continue;
        LIC_TRY(lic_offer_make(&made[*noffers], from, caller, act, position->key, 0, p));
        *noffers += made[*noffers].missing > 0;
    }
    *offers = made;
    return NULL;
}

/* --- confirming ---------------------------------------------------------------------------------- */

typedef struct lic_rest_t {
    const lic_wanted_t *wanted;
    int n;
} lic_rest_t;

/* What one more preview showed, decided on top of those before it: their products have nothing to do with each other.
 */
static lic_error_t *add_one(lic_unit_t *unit, const lic_wanted_t *wanted)
{
    lic_confirmed_t confirmed;
    lic_position_t *position;
    lic_outcome_t out;
    LIC_TRY(lic_preview_verify(&confirmed, unit, wanted->token));
    if (confirmed.expired)
        return confirmed.expired;
    LIC_TRY(lic_preview_check_asked(
        &confirmed, unit, wanted->product,
        lic_preview_asked(&(lic_asked_t){.quantity = wanted->asked, .on = LIC_DATE_NONE}, unit->pool)));
    LIC_TRY(lic_preview_find(&position, unit->book, wanted->product, unit->pool));
    LIC_TRY(lic_quantity_decide(unit->change, &out, position->product, wanted->asked, LIC_REQUESTER_ADMIN));
    return lic_preview_check_facts(&confirmed, unit, &out);
}

static lic_error_t *step_rest(lic_unit_t *unit, void *baton)
{
    const lic_rest_t *rest = baton;
    for (int i = 0; i < rest->n; i++)
        LIC_TRY(add_one(unit, &rest->wanted[i]));
    return NULL;
}

lic_error_t *lic_missing_confirm(apr_int64_t *log, lic_db_source_t *from, const lic_caller_t *caller,
                                 const lic_wanted_t *wanted, int n, apr_pool_t *p)
{
    lic_rest_t rest = {wanted + 1, n - 1};
    const char *content = "";
    lic_outcome_t out;
    for (int i = 1; i < n; i++)
        content = apr_pstrcat(p, content, lic_text_printf(p, "%s %lld;", wanted[i].product, (long long)wanted[i].asked),
                              NULL);
    const lic_extra_step_t extra = {step_rest, &rest, content};
    LIC_TRY(lic_quantity_confirm_with(&out, from, caller, wanted[0].product, wanted[0].asked, wanted[0].token,
                                      n > 1 ? &extra : NULL, p));
    *log = out.log;
    return NULL;
}
