/* service/account_set.c  Changes an account's terms. */
#include "service/account_set.h"

#include <string.h>

#include "core/terms.h"
#include "service/account_terms.h"
#include "service/business_terms.h"
#include "store/name.h"

typedef struct lic_account_set_args_t {
    lic_account_set_t *set;
    const lic_account_t *terms;
} lic_account_set_args_t;

static const char *either(const char *given, const char *now)
{
    return given ? given : now;
}

void lic_account_overlay(lic_account_t *wanted, const lic_account_t *terms)
{
    wanted->name = either(terms->name, wanted->name);
    wanted->billing = either(terms->billing, wanted->billing);
    wanted->locale = either(terms->locale, wanted->locale);
    wanted->timezone = either(terms->timezone, wanted->timezone);
    wanted->currency = either(terms->currency, wanted->currency);
    wanted->legal_name = either(terms->legal_name, wanted->legal_name);
    wanted->address = either(terms->address, wanted->address);
    wanted->country = either(terms->country, wanted->country);
    wanted->vat_id = either(terms->vat_id, wanted->vat_id);
    wanted->electronic_address = either(terms->electronic_address, wanted->electronic_address);
    wanted->order_number = either(terms->order_number, wanted->order_number);
    wanted->attach_ubl = terms->attach_ubl == LIC_TERMS_SAME ? wanted->attach_ubl : terms->attach_ubl;
    wanted->vat = terms->vat == LIC_TERMS_SAME ? wanted->vat : terms->vat;
    wanted->ceiling = terms->ceiling ? terms->ceiling : wanted->ceiling;
}

static lic_error_t *finish(lic_unit_t *unit, void *baton)
{
    const lic_account_set_args_t *args = baton;
    args->set->log = lic_unit_log(unit);
    return NULL;
}

static lic_error_t *step_set(lic_unit_t *unit, void *baton)
{
    const lic_account_set_args_t *args = baton;
    lic_account_t wanted = *unit->book->account;
    *args->set = (lic_account_set_t){0};
    unit->finish = finish;
    lic_account_overlay(&wanted, args->terms);
    LIC_TRY(lic_business_terms_check(&wanted, args->terms, unit->pool));
    LIC_TRY(lic_terms_check(&wanted, unit->pool));
    LIC_TRY(lic_terms_decide(unit->change, &wanted));
    if (strcmp(wanted.locale, unit->book->account->locale) != 0) /* names are sorted as its language does */
        LIC_TRY(lic_name_fill_account(unit->db, wanted.id, wanted.locale, unit->pool));
    args->set->changed = lic_change_event_of(unit->change, LIC_EVENT_SETTING)->subjects->nelts;
    return NULL;
}

lic_error_t *lic_account_set(lic_account_set_t *set, lic_db_source_t *from, const lic_caller_t *caller,
                             const lic_account_t *terms, apr_pool_t *p)
{
    lic_account_set_args_t args = {set, terms};
    return lic_unit_run(NULL, from, caller, step_set, &args, p);
}
