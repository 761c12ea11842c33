/* http/resource/bulk.c  /employees/bulk: one act on many employees, an outcome for each. */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include "base/text.h"
#include "http/request/filters.h"
#include "http/request/problem.h"
#include "http/resource/act.h"
#include "service/offer.h"
#include "view/document/matching.h"

typedef struct {
    lic_act_t act;
    const char *module;
    const apr_int64_t *ids;
    int n;
    const lic_purchase_t *buying;
    lic_date_t on;     /* of a plan; LIC_DATE_NONE: not said yet */
    const char *typed; /* the same as typed */
    int asks;          /* shown first, to be confirmed */
} bulk_t;

static lic_error_t *bad_id(const lic_exchange_t *x, const char *text)
{
    return lic_error_fact(
        lic_error_make(x->pool, LIC_INVALID, "field-invalid", "ids: employees' numbers, not \"%s\"", text), "field",
        "ids");
}

/* The field ids comes once for each employee, or as a list with commas. */
static lic_error_t *read_ids(bulk_t *bulk, const lic_exchange_t *x, const lic_fields_t *form)
{
    const apr_array_header_t *values = lic_fields_many(form);
    apr_array_header_t *ids = apr_array_make(x->pool, values->nelts, sizeof(apr_int64_t));
    for (int i = 0; i < values->nelts; i++) {
        char *rest, *list = apr_pstrdup(x->pool, APR_ARRAY_IDX(values, i, const char *));
        for (char *id = apr_strtok(list, ", ", &rest); id; id = apr_strtok(NULL, ", ", &rest)) {
            apr_int64_t number;
            if (!lic_text_parse_int(&number, id))
                return bad_id(x, id);
            APR_ARRAY_PUSH(ids, apr_int64_t) = number;
        }
    }
    if (!ids->nelts)
        return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-missing", "ids: nobody was chosen"), "field",
                              "ids");
    bulk->ids = (const apr_int64_t *)(const void *)ids->elts;
    bulk->n = ids->nelts;
    return NULL;
}

/* Field all: whoever matches q and status, instead of those ticked. Who that is is shown and confirmed first. */
static lic_error_t *find_ids(bulk_t *bulk, const lic_exchange_t *x, const lic_fields_t *form, const lic_query_t *start)
{
    static const char *const names[] = {"q", "status", NULL};
    lic_query_t query = *start;
    query.charts = 0;
    query.page_rows = LIC_EMPLOYEE_BULK;
    query.args = apr_table_make(x->pool, 2);
    for (int i = 0; names[i]; i++)
        LIC_TRY(lic_filters_check(query.args, x, lic_filters_of_employees, names[i], lic_fields_get(form, names[i])));
    bulk->asks = 1;
    return lic_matching_employees(&bulk->ids, &bulk->n, &query, x->source, x->pool);
}

static void show(lic_answer_t *answer, const bulk_t *bulk, const lic_act_report_t *report)
{
    answer->document = &lic_document_result;
    answer->query.report = report;
    answer->query.act = lic_word_of(lic_act_words, (int)bulk->act);
    answer->query.module = bulk->module;
    answer->query.typed = bulk->typed;
}

/* Who gets no licence, as none is free */
static int lacking(const lic_act_report_t *report)
{
    int n = 0;
    for (int i = 0; i < report->nrows; i++)
        n += report->rows[i].outcome == LIC_EMPLOYEE_NO_LICENCE;
    return n;
}

/*
 * Shows what the act would do if it needs more licences than are bought, or is for all who match; the page's own form
 * asks for that first. Also shown when the confirmed purchase is out of date.
 */
static lic_error_t *show_preview(int *shown, lic_exchange_t *x, const bulk_t *bulk, const lic_error_t *moved,
                                 lic_answer_t *answer)
{
    const lic_caller_t *caller = lic_exchange_caller(x, x->route.resource->write);
    lic_act_report_t *report = apr_pcalloc(x->pool, sizeof(*report));
    lic_offer_t *offer = apr_pcalloc(x->pool, sizeof(*offer));
    *shown = 0;
    const int takes = bulk->act == LIC_ACT_ACTIVATE || bulk->act == LIC_ACT_ASSIGN;
    if (!takes && !bulk->asks)
        return NULL;
    LIC_TRY(lic_employee_preview(report, x->source, caller, bulk->act, bulk->ids, bulk->n, bulk->module, x->pool));
    const int nlacking = lacking(report);
    if (!(report->ndone + nlacking) || !(report->beyond || nlacking || bulk->asks))
        return NULL;
    if (takes && (report->beyond || nlacking))
        LIC_TRY(lic_offer_make(offer, x->source, caller, bulk->act, bulk->module, report->ndone + nlacking, x->pool));
    *shown = 1;
    show(answer, bulk, report);
    answer->query.offers = offer;
    answer->query.noffers = offer->missing > 0;
    answer->query.error = moved;
    answer->status = moved ? HTTP_CONFLICT : HTTP_OK;
    return NULL;
}

/* Whom it would be planned of, with a field for the day: it is asked for there, and stands there with what is wrong. */
static lic_error_t *ask_day(lic_exchange_t *x, const bulk_t *bulk, const lic_error_t *wrong, lic_answer_t *answer)
{
    lic_act_report_t *report = apr_pcalloc(x->pool, sizeof(*report));
    LIC_TRY(lic_employee_plan(report, x->source, lic_exchange_caller(x, x->route.resource->write), bulk->act,
                              LIC_DATE_NONE, bulk->ids, bulk->n, 1, x->pool));
    show(answer, bulk, report);
    answer->query.error = wrong;
    answer->status = wrong ? lic_problem_status(wrong) : HTTP_OK;
    return NULL;
}

static int is_about_day(const lic_error_t *err)
{
    return !strcmp(err->problem, "field-invalid") || !strcmp(err->problem, "plan-day");
}

/* That all of them start, or leave, on a day */
static lic_error_t *plan(lic_act_report_t *report, int *shown, lic_exchange_t *x, bulk_t *bulk,
                         const lic_fields_t *form, lic_answer_t *answer)
{
    const int page = x->route.form == LIC_HTML;
    bulk->typed = lic_fields_get(form, "date");
    *shown = page && (!bulk->typed || bulk->asks);
    if (*shown)
        return ask_day(x, bulk, NULL, answer);
    lic_error_t *err = lic_act_date(&bulk->on, x, form, "date", 0);
    if (!err)
        err = lic_employee_plan(report, x->source, lic_exchange_caller(x, x->route.resource->write), bulk->act,
                                bulk->on, bulk->ids, bulk->n, 0, x->pool);
    *shown = err && page && is_about_day(err);
    return *shown ? ask_day(x, bulk, err, answer) : err;
}

/* Who had to log in again is sent here with GET, and what was sent is lost: the list is shown, and says so. */
lic_error_t *lic_bulk_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    if (apr_table_get(answer->query.args, "done"))
        return NULL;
    lic_error_t *nothing =
        lic_error_make(x->pool, LIC_UNKNOWN, "nothing-sent", "nothing was sent here, so nothing was changed");
    if (x->route.form != LIC_HTML)
        return nothing;
    x->route.path = x->route.page = "/employees";
    answer->document = &lic_document_employees;
    answer->query.error = nothing;
    answer->fleeting = 1;
    return NULL;
}

static lic_error_t *act(lic_act_report_t *report, int *shown, lic_exchange_t *x, bulk_t *bulk, const lic_fields_t *form,
                        lic_answer_t *answer)
{
    LIC_TRY(lic_act_buying(&bulk->buying, x, form));
    if (lic_fields_get(form, "ask") || bulk->asks)
        LIC_TRY(show_preview(shown, x, bulk, NULL, answer));
    if (*shown)
        return NULL;
    lic_error_t *err = lic_employee_act_buying(report, x->source, lic_exchange_caller(x, x->route.resource->write),
                                               bulk->buying, bulk->act, bulk->ids, bulk->n, bulk->module, x->pool);
    if (err && x->route.form == LIC_HTML && lic_act_has_moved(err))
        LIC_TRY(show_preview(shown, x, bulk, err, answer));
    return *shown ? NULL : err;
}

lic_error_t *lic_bulk_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    bulk_t bulk = {.asks = 0};
    int shown = 0;
    lic_act_report_t *report = apr_pcalloc(x->pool, sizeof(*report));
    LIC_TRY(lic_act_read(&bulk.act, &bulk.module, x, form));
    LIC_TRY(lic_fields_get(form, "all") ? find_ids(&bulk, x, form, &answer->query) : read_ids(&bulk, x, form));
    LIC_TRY(lic_act_plans(bulk.act) ? plan(report, &shown, x, &bulk, form, answer)
                                    : act(report, &shown, x, &bulk, form, answer));
    if (shown)
        return NULL;
    /* an answer that is repeated has no rows: its page reads them from the log */
    if (report->log && (!report->nrows || (x->route.form == LIC_HTML && report->ndone == report->nrows)))
        lic_act_see(answer, x, x->route.page, report->log);
    else
        show(answer, &bulk, report);
    return NULL;
}
