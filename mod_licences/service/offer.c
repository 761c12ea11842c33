/* service/offer.c  What is missing for an act, and what buying it costs. */
#include "service/offer.h"

#include <string.h>

#include "core/policy.h"
#include "service/preview.h"
#include "store/employee.h"

/* What offers are made from, all of one state of the database */
typedef struct lic_offer_facts_t {
    const lic_caller_t *caller;
    apr_int64_t employee_id; /**< 0: no card */
    lic_book_t *book;
    lic_employee_t *employee;
    apr_time_t now;
} lic_offer_facts_t;

static lic_error_t *step_read(lic_unit_t *unit, void *baton)
{
    lic_offer_facts_t *facts = baton;
    facts->book = unit->book;
    facts->now = unit->change->now;
    if (!facts->employee_id)
        return NULL;
    return lic_employee_load(&facts->employee, unit->db, unit->book->account->id, facts->employee_id, unit->pool);
}

/* The preview of buying what is missing, or the reason why it can't be bought */
static lic_error_t *price(lic_offer_t *offer, const lic_position_t *position, apr_int64_t adding, lic_db_source_t *from,
                          const lic_caller_t *caller, apr_pool_t *p)
{
    lic_preview_t *preview = apr_pcalloc(p, sizeof(*preview));
    lic_error_t *err = lic_quantity_preview(preview, from, caller, position->key, position->used + adding, p);
    if (err && err->code != LIC_REFUSED)
        return err;
    offer->refused = err;
    offer->preview = err ? NULL : preview;
    return NULL;
}

/* What the policy buy would buy of its own accord, and for how much */
static lic_error_t *price_policy(lic_offer_t *offer, const lic_position_t *position, apr_int64_t adding,
                                 lic_db_source_t *from, const lic_caller_t *caller, apr_pool_t *p)
{
    const apr_int64_t asked = lic_policy_total(position, position->used + adding);
    if (position->policy != LIC_POLICY_BUY || asked <= position->purchased || adding <= 0)
        return NULL;
    if (asked == position->used + adding) {
        offer->bought = offer->preview;
    } else {
        lic_preview_t *preview = apr_pcalloc(p, sizeof(*preview));
        lic_error_t *err = lic_quantity_preview(preview, from, caller, position->key, asked, p);
        if (err && err->code != LIC_REFUSED)
            return err;
        offer->bought = err ? NULL : preview;
    }
    offer->buys = offer->bought ? asked - position->purchased : 0;
    return NULL;
}

static lic_error_t *offer_position(lic_offer_t *offer, const lic_offer_facts_t *facts, const lic_position_t *position,
                                   lic_act_t act, apr_int64_t adding, lic_db_source_t *from, apr_pool_t *p)
{
    *offer = (lic_offer_t){.act = act, .acts = adding > 0, .product = position->key};
    if (position->used + adding <= position->purchased)
        return NULL;
    offer->missing = position->used + adding - position->purchased;
    offer->deadline = facts->now + facts->book->grace;
    offer->policy = position->policy;
    LIC_TRY(price(offer, position, adding, from, facts->caller, p));
    return price_policy(offer, position, adding, from, facts->caller, p);
}

lic_error_t *lic_offer_make(lic_offer_t *offer, lic_db_source_t *from, const lic_caller_t *caller, lic_act_t act,
                            const char *product, apr_int64_t adding, apr_pool_t *p)
{
    lic_offer_facts_t facts = {.caller = caller};
    *offer = (lic_offer_t){.act = act, .acts = 1};
    LIC_TRY(lic_unit_peek(from, caller, step_read, &facts, p));
    const lic_position_t *position = product ? lic_book_find(facts.book, product) : lic_book_user(facts.book);
    if (!position && product)
        return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no product %s", product),
                              "product", product);
    return position ? offer_position(offer, &facts, position, act, adding, from, p) : NULL;
}

/* --- a card -------------------------------------------------------------------------------------------------- */

static const lic_assignment_t *held_of(const lic_employee_t *employee, apr_int64_t product)
{
    for (int i = 0; i < employee->nheld; i++)
        if (employee->held[i].product == product)
            return &employee->held[i];
    return NULL;
}

/* Whether the card offers anything for a product. *act would take *adding licences more: 0 where the employee holds one
 * already, but is marked. */
static int concerns(const lic_employee_t *employee, const lic_position_t *position, lic_act_t *act, int *adding)
{
    const lic_assignment_t *held = held_of(employee, position->product);
    *act = position->kind == LIC_KIND_USER ? LIC_ACT_ACTIVATE : LIC_ACT_ASSIGN;
    if (position->kind == LIC_KIND_USER) {
        *adding = !employee->active;
        return !employee->service && (!employee->active || employee->deadline);
    }
    *adding = !held;
    return position->kind == LIC_KIND_ADDON && employee->active && !employee->service && (!held || held->deadline);
}

lic_error_t *lic_offer_list(const lic_offer_t **offers, int *noffers, lic_db_source_t *from, const lic_caller_t *caller,
                            apr_int64_t employee_id, apr_pool_t *p)
{
    lic_offer_facts_t facts = {.caller = caller, .employee_id = employee_id};
    *noffers = 0;
    LIC_TRY(lic_unit_peek(from, caller, step_read, &facts, p));
    lic_offer_t *made = apr_pcalloc(p, sizeof(*made) * (apr_size_t)(facts.book->npositions + 1));
    for (int i = 0; i < facts.book->npositions; i++) {
        const lic_position_t *position = &facts.book->positions[i];
        lic_act_t act;
        int adding;
        if (!concerns(facts.employee, position, &act, &adding))
            continue;
        LIC_TRY(offer_position(&made[*noffers], &facts, position, act, adding, from, p));
        *noffers += made[*noffers].missing > 0;
    }
    *offers = made;
    return NULL;
}
