#include "service/offer.h"

#include <string.h>

#include "service/catch_up.h"
#include "service/quantity.h"
#include "service/retry.h"
#include "store/account.h"
#include "store/staff.h"

/* The facts that offers are made from, read in one go. */
typedef struct lic_facts_t {
    const lic_caller_t *caller;
    apr_int64_t employee; /**< 0: nobody's card */
    const char *product;  /**< NULL: the user licence */
    lic_book_t *book;
    lic_employee_t *person;
    apr_time_t now;
} lic_facts_t;

static lic_error_t *try_read(lic_try_t *attempt, void *baton)
{
    lic_facts_t *facts = baton;
    lic_account_t *account;
    attempt->repeatable = 1;
    LIC_TRY(lic_catch_up_on(NULL, attempt->db, facts->caller->account, facts->caller->now, NULL, attempt->pool));
    LIC_TRY(lic_account_find(&account, attempt->db, facts->caller->account, attempt->pool));
    LIC_TRY(lic_book_load(&facts->book, attempt->db, account, attempt->pool));
    facts->now = lic_catch_up_now(account, facts->caller->now);
    return facts->employee ? lic_staff_load(&facts->person, attempt->db, account->id, facts->employee, attempt->pool)
                           : NULL;
}

/* Buying what is missing, or why it can't be bought. */
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

static lic_error_t *offer_position(lic_offer_t *offer, const lic_facts_t *facts, const lic_position_t *position,
                                   lic_act_t act, apr_int64_t adding, lic_db_source_t *from, apr_pool_t *p)
{
    *offer = (lic_offer_t){.act = act, .acts = adding > 0, .product = position->key};
    if (position->used + adding <= position->purchased)
        return NULL;
    offer->missing = position->used + adding - position->purchased;
    offer->deadline = facts->now + facts->book->grace;
    return price(offer, position, adding, from, facts->caller, p);
}

lic_error_t *lic_offer_make(lic_offer_t *offer, lic_db_source_t *from, const lic_caller_t *caller, lic_act_t act,
                            const char *product, apr_int64_t adding, apr_pool_t *p)
{
    lic_facts_t facts = {.caller = caller};
    *offer = (lic_offer_t){.act = act, .acts = 1};
    LIC_TRY(lic_retry_run(from, try_read, &facts, p));
    const lic_position_t *position = product ? lic_book_find(facts.book, product) : lic_book_user(facts.book);
    if (!position && product)
        return lic_error_fact(lic_error_make(p, LIC_UNKNOWN, "product-unknown", "there is no product %s", product),
                              "product", product);
    return position ? offer_position(offer, &facts, position, act, adding, from, p) : NULL;
}

/* --- a card -------------------------------------------------------------------------------------------------- */

static const lic_assignment_t *held_of(const lic_employee_t *person, apr_int64_t product)
{
    for (int i = 0; i < person->nheld; i++)
        if (person->held[i].product == product)
            return &person->held[i];
    return NULL;
}

/* Whether there is anything to offer for a product: *adding licences more, by which act, or 0 for who is marked. */
static int concerns(const lic_employee_t *person, const lic_position_t *position, lic_act_t *act, int *adding)
{
    const lic_assignment_t *held = held_of(person, position->product);
    *act = position->kind == LIC_KIND_USER ? LIC_ACT_ACTIVATE : LIC_ACT_ASSIGN;
    if (position->kind == LIC_KIND_USER) {
        *adding = !person->active;
        return !person->service && (!person->active || person->deadline);
    }
    *adding = !held;
    return position->kind == LIC_KIND_ADDON && person->active && !person->service && (!held || held->deadline);
}

lic_error_t *lic_offer_list(const lic_offer_t **offers, int *noffers, lic_db_source_t *from, const lic_caller_t *caller,
                            apr_int64_t employee, apr_pool_t *p)
{
    lic_facts_t facts = {.caller = caller, .employee = employee};
    *noffers = 0;
    LIC_TRY(lic_retry_run(from, try_read, &facts, p));
    lic_offer_t *made = apr_pcalloc(p, sizeof(*made) * (apr_size_t)(facts.book->npositions + 1));
    for (int i = 0; i < facts.book->npositions; i++) {
        const lic_position_t *position = &facts.book->positions[i];
        lic_act_t act;
        int adding;
        if (!concerns(facts.person, position, &act, &adding))
            continue;
        LIC_TRY(offer_position(&made[*noffers], &facts, position, act, adding, from, p));
        *noffers += made[*noffers].missing > 0;
    }
    *offers = made;
    return NULL;
}
