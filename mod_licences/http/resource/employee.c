/* http/resource/employee.c  /employees/{id}: the card, and what is done on it (product.md, Red, and seven days). */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "core/policy.h"
#include "http/request/problem.h"
#include "http/resource/act.h"
#include "service/offer.h"

/* A card's number; what is none is nobody. */
static apr_int64_t id_of(const lic_exchange_t *x)
{
    apr_int64_t id;
    return lic_text_parse_int(&id, x->route.key) && id > 0 ? id : 0;
}

static int may_change(const lic_exchange_t *x)
{
    return x->route.form == LIC_HTML && lic_rights_allow(x->rights, LIC_RIGHT_MY_ACCOUNT) &&
           x->account->state != LIC_ACCOUNT_CLOSED;
}

/* What is missing for the acts that the card offers. A page with such an offer carries tokens: it is not kept. */
static lic_error_t *add_offers(lic_exchange_t *x, lic_answer_t *answer)
{
    if (!may_change(x) || !id_of(x))
        return NULL;
    LIC_TRY(lic_offer_list(&answer->query.offers, &answer->query.noffers, x->source,
                           lic_exchange_caller(x, LIC_RIGHT_MY_ACCOUNT), id_of(x), x->pool));
    answer->fleeting |= answer->query.noffers > 0;
    return NULL;
}

lic_error_t *lic_employee_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    return add_offers(x, answer);
}

/* Why it was not done, as the rule book says it. */
static lic_error_t *refusal(const lic_act_report_t *report, apr_pool_t *p)
{
    const lic_act_outcome_t *row = &report->rows[0];
    switch (row->outcome) {
    case LIC_EMPLOYEE_LAST_ROLES:
        return lic_error_make(p, LIC_REFUSED, "last-roles", "%s is the last active one who manages roles and rights",
                              row->name);
    case LIC_EMPLOYEE_INACTIVE:
        return lic_error_make(p, LIC_REFUSED, "employee-inactive",
                              "%s is inactive: an inactive employee can't be given an add-on licence", row->name);
    case LIC_EMPLOYEE_SERVICE:
        return lic_error_make(p, LIC_REFUSED, "employee-service", "%s is a service log-in, which takes no licence",
                              row->name);
    case LIC_EMPLOYEE_ORDER:
        return lic_error_make(p, LIC_REFUSED, "plan-order", "the last day of %s would be before the first", row->name);
    case LIC_EMPLOYEE_NO_LICENCE:
        return lic_policy_refuse(report->lacking, 0, p);
    case LIC_EMPLOYEE_UNKNOWN:
        return lic_error_make(p, LIC_UNKNOWN, "employee-unknown", "there is no such employee here");
    default:
        return NULL;
    }
}

/* The card again with a sentence: nothing was done. */
static lic_error_t *show_again(lic_exchange_t *x, lic_answer_t *answer, const lic_error_t *err)
{
    answer->query.error = err;
    answer->status = lic_problem_status(err);
    return add_offers(x, answer);
}

/* The first or the last day, which stays as it was typed where it is wrong */
static lic_error_t *plan_day(lic_act_report_t *report, lic_exchange_t *x, const lic_fields_t *form, lic_act_t act,
                             apr_int64_t id, lic_answer_t *answer)
{
    const char *typed = lic_fields_get(form, "date");
    lic_date_t on;
    *(act == LIC_ACT_START ? &answer->query.typed_starts : &answer->query.typed_ends) = typed ? typed : "";
    LIC_TRY(lic_act_date(&on, x, form, "date", 0));
    return lic_employee_plan(report, x->source, lic_exchange_caller(x, x->route.resource->write), act, on, &id, 1, 0,
                             x->pool);
}

static int belongs_on_card(const lic_error_t *err)
{
    return err->code == LIC_REFUSED || lic_act_has_moved(err) || !strcmp(err->problem, "field-invalid");
}

lic_error_t *lic_employee_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const lic_purchase_t *buying;
    const char *module;
    lic_act_report_t report;
    lic_act_t act;
    apr_int64_t id = id_of(x);
    LIC_TRY(lic_act_read(&act, &module, x, form));
    LIC_TRY(lic_act_buying(&buying, x, form));
    lic_error_t *err = lic_act_plans(act) ? plan_day(&report, x, form, act, id, answer)
                                          : lic_employee_act_buying(&report, x->source,
                                                                    lic_exchange_caller(x, x->route.resource->write),
                                                                    buying, act, &id, 1, module, x->pool);
    if (!err && report.nrows)
        err = refusal(&report, x->pool);
    if (err && x->route.form == LIC_HTML && belongs_on_card(err))
        return show_again(x, answer, err);
    LIC_TRY(err);
    lic_act_see(answer, x, x->route.page, report.log);
    return NULL;
}
