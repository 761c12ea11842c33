/* /employees/bulk: one act on many employees, an outcome for each. */
#include "res.h"

#include <apr_strings.h>

#include "act.h"
#include "base/text.h"
#include "service/offer.h"

typedef struct {
    lic_act_t act;
    const char *module;
    const apr_int64_t *ids;
    int n;
    const lic_buying_t *buying;
} bulk_t;

static lic_error_t *bad_id(const lic_exchange_t *x, const char *text)
{
    return lic_error_fact(
        lic_error_make(x->pool, LIC_INVALID, "field-invalid", "ids: employees' numbers, not \"%s\"", text), "field",
        "ids");
}

/* ids comes once for each, or as a list with commas. */
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

static void show(lic_answer_t *answer, const bulk_t *bulk, const lic_act_report_t *report)
{
    answer->document = &lic_document_result;
    answer->query.report = report;
    answer->query.act = lic_word_of(lic_act_words, (int)bulk->act);
    answer->query.module = bulk->module;
}

/*
 * What it would come to, where it would go beyond what is bought: the page's own form asks first. Shown also when the
 * purchase that was confirmed is not what it would be now.
 */
static lic_error_t *show_preview(int *shown, lic_exchange_t *x, const bulk_t *bulk, const lic_error_t *moved,
                                 lic_answer_t *answer)
{
    const lic_caller_t *caller = lic_exchange_caller(x, x->route.resource->write);
    lic_act_report_t *report = apr_pcalloc(x->pool, sizeof(*report));
    lic_offer_t *offer = apr_pcalloc(x->pool, sizeof(*offer));
    *shown = 0;
    if (bulk->act != LIC_ACT_ACTIVATE && bulk->act != LIC_ACT_ASSIGN)
        return NULL;
    LIC_TRY(lic_staff_preview(report, x->source, caller, bulk->act, bulk->ids, bulk->n, bulk->module, x->pool));
    if (!report->ndone || !report->beyond)
        return NULL;
    LIC_TRY(lic_offer_make(offer, x->source, caller, bulk->act, bulk->module, report->ndone, x->pool));
    *shown = 1;
    show(answer, bulk, report);
    answer->query.offers = offer;
    answer->query.noffers = offer->missing > 0;
    answer->query.error = moved;
    answer->status = moved ? HTTP_CONFLICT : HTTP_OK;
    return NULL;
}

lic_error_t *lic_bulk_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    if (apr_table_get(answer->query.args, "done"))
        return NULL;
    return lic_error_make(x->pool, LIC_UNKNOWN, "not-found", "there is nothing to show here without a change");
}

lic_error_t *lic_bulk_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    bulk_t bulk;
    int shown = 0;
    lic_act_report_t *report = apr_pcalloc(x->pool, sizeof(*report));
    LIC_TRY(lic_act_read(&bulk.act, &bulk.module, x, form));
    LIC_TRY(read_ids(&bulk, x, form));
    LIC_TRY(lic_act_buying(&bulk.buying, x, form));
    if (lic_fields_get(form, "ask"))
        LIC_TRY(show_preview(&shown, x, &bulk, NULL, answer));
    if (shown)
        return NULL;
    lic_error_t *err = lic_staff_act_buying(report, x->source, lic_exchange_caller(x, x->route.resource->write),
                                            bulk.buying, bulk.act, bulk.ids, bulk.n, bulk.module, x->pool);
    if (err && x->route.form == LIC_HTML && lic_act_has_moved(err))
        LIC_TRY(show_preview(&shown, x, &bulk, err, answer));
    if (shown)
        return NULL;
    LIC_TRY(err);
    /* a repeat has no rows: they stand in the log */
    if (report->log && (!report->nrows || (x->route.form == LIC_HTML && report->ndone == report->nrows)))
        answer->location = lic_act_location(x, x->route.page, report->log);
    else
        show(answer, &bulk, report);
    return NULL;
}
