/* http/resource/employees.c  /employees and /employees/new: the list, and the form for one more. */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "http/resource/act.h"
#include "service/employee_new.h"
#include "service/offer.h"

/* Whether one more active employee is one too many, and what buying the licence costs. */
static lic_error_t *add_offer(lic_exchange_t *x, lic_answer_t *answer)
{
    lic_offer_t *offer = apr_pcalloc(x->pool, sizeof(*offer));
    if (x->account->state == LIC_ACCOUNT_CLOSED)
        return NULL;
    LIC_TRY(lic_offer_make(offer, x->source, lic_exchange_caller(x, LIC_RIGHT_MY_ACCOUNT), LIC_ACT_ACTIVATE, NULL, 1,
                           x->pool));
    answer->query.offers = offer;
    answer->query.noffers = offer->missing > 0;
    answer->fleeting = 1;
    return NULL;
}

lic_error_t *lic_employee_new_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    return add_offer(x, answer);
}

static const char *field(const lic_fields_t *form, const char *name)
{
    const char *value = lic_fields_get(form, name);
    return value ? value : "";
}

static const char *const *roles_of(const lic_fields_t *form, apr_pool_t *p)
{
    const apr_array_header_t *values = lic_fields_many(form);
    const char **roles = apr_pcalloc(p, sizeof(*roles) * (apr_size_t)(values->nelts + 1));
    for (int i = 0, n = 0; i < values->nelts; i++)
        if (*APR_ARRAY_IDX(values, i, const char *))
            roles[n++] = APR_ARRAY_IDX(values, i, const char *);
    return roles;
}

/* status: active, which is the default, or inactive. */
static lic_error_t *read_employee(lic_employee_t *employee, const lic_exchange_t *x, const lic_fields_t *form)
{
    const char *status = field(form, "status");
    *employee = (lic_employee_t){.login = field(form, "login"),
                                 .name = field(form, "name"),
                                 .initials = field(form, "initials"),
                                 .email = field(form, "email"),
                                 .active = strcmp(status, "inactive") != 0,
                                 .roles = roles_of(form, x->pool)};
    if (!*status || !strcmp(status, "inactive") || !strcmp(status, "active"))
        return NULL;
    return lic_error_fact(
        lic_error_make(x->pool, LIC_INVALID, "field-invalid", "status: active or inactive, not \"%s\"", status),
        "field", "status");
}

/* The first and the last day, which may both be left out. Whoever starts on a day is inactive until then. */
static lic_error_t *read_days(lic_plan_dates_t *days, lic_employee_t *employee, const lic_exchange_t *x,
                              const lic_fields_t *form)
{
    *days = (lic_plan_dates_t){LIC_DATE_NONE, LIC_DATE_NONE};
    if (lic_fields_get(form, "starts"))
        LIC_TRY(lic_act_date(&days->starts, x, form, "starts", 1));
    if (lic_fields_get(form, "ends"))
        LIC_TRY(lic_act_date(&days->ends, x, form, "ends", 1));
    if (lic_plan_dates_later(days))
        employee->active = 0;
    return NULL;
}

/* The form again, with everything as it was typed and what was wrong with it. */
static lic_error_t *show_again(lic_exchange_t *x, lic_answer_t *answer, const lic_employee_t *employee,
                               const lic_error_t *err, int status)
{
    answer->document = &lic_document_employee_new;
    answer->query.new_employee = employee;
    answer->query.error = err;
    answer->status = status;
    return add_offer(x, answer);
}

static int belongs_on_form(const lic_error_t *err)
{
    return !strcmp(err->problem, "field-invalid") || !strcmp(err->problem, "role-unknown") ||
           err->code == LIC_REFUSED || lic_act_has_moved(err);
}

static int status_of(const lic_error_t *err)
{
    return err->code == LIC_INVALID ? HTTP_BAD_REQUEST
                                    : (err->code == LIC_CONFLICT ? HTTP_CONFLICT : HTTP_UNPROCESSABLE_ENTITY);
}

lic_error_t *lic_employees_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    const lic_purchase_t *buying = NULL;
    lic_employee_t *employee = apr_pcalloc(x->pool, sizeof(*employee));
    lic_plan_dates_t days;
    lic_act_report_t report;
    LIC_TRY(lic_act_buying(&buying, x, form));
    lic_error_t *err = read_employee(employee, x, form);
    if (!err)
        err = read_days(&days, employee, x, form);
    if (!err)
        err = lic_employee_add_buying(&report, x->source, lic_exchange_caller(x, x->route.resource->write),
                                      employee->active ? buying : NULL, employee, &days, x->pool);
    if (err && x->route.form == LIC_HTML && belongs_on_form(err)) {
        answer->query.typed_starts = field(form, "starts");
        answer->query.typed_ends = field(form, "ends");
        return show_again(x, answer, employee, err, status_of(err));
    }
    LIC_TRY(err);
    const char *card =
        report.nrows ? lic_text_printf(x->pool, "/employees/%lld", (long long)employee->id) : "/employees";
    lic_act_see(answer, x, card, report.log);
    return NULL;
}
