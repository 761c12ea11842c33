/* http/request/handler.c  The way of a request: which check or step follows which. */
#include "http/request/handler.h"

#include <http_protocol.h>

#include "base/text.h"
#include "base/wait.h"
#include "http/request/access.h"
#include "http/request/filters.h"
#include "http/request/form.h"
#include "http/request/gate.h"
#include "http/request/guard.h"
#include "http/request/problem.h"
#include "http/request/put.h"
#include "http/request/respond.h"
#include "http/request/route.h"
#include "http/server/metrics.h"

static void start_answer(lic_answer_t *answer, const lic_exchange_t *x)
{
    memset(answer, 0, sizeof(*answer));
    answer->document = x->route.resource->document;
    answer->status = HTTP_OK;
    answer->query.account = x->account;
    answer->query.rights = x->rights;
    answer->query.user = x->user;
    answer->query.locale = x->locale;
    answer->query.now = x->now;
    answer->query.key = x->route.key;
    answer->query.page_rows = LIC_PAGE_ROWS;
    answer->query.support = x->config->support;
    answer->query.charts = x->route.form == LIC_HTML;
}

static int number_of(const apr_table_t *args, const char *name, int missing)
{
    apr_int64_t number;
    const char *value = apr_table_get(args, name);
    return value && lic_text_parse_int(&number, value) ? (int)number : missing;
}

static lic_error_t *show(lic_exchange_t *x)
{
    lic_answer_t answer;
    lic_fields_t *query;
    start_answer(&answer, x);
    LIC_TRY(lic_form_query(&query, x));
    LIC_TRY(lic_filters_read(&answer.query.args, x, query));
    answer.query.limit = number_of(answer.query.args, "limit", 0);
    answer.query.page_rows = number_of(answer.query.args, "rows", LIC_PAGE_ROWS);
    answer.fleeting = apr_table_get(answer.query.args, "done") != NULL;
    int done;
    if (x->route.resource->also && lic_exchange_is_whole(x, answer.document, answer.query.limit))
        LIC_TRY(x->route.resource->also(x));
    LIC_TRY(lic_respond_kept(&done, x, &answer));
    if (done)
        return NULL;
    if (x->route.resource->get)
        LIC_TRY(x->route.resource->get(x, query, &answer));
    return lic_respond_document(x, &answer);
}

static lic_error_t *change(lic_exchange_t *x)
{
    lic_answer_t answer;
    lic_fields_t *query, *form;
    start_answer(&answer, x);
    LIC_TRY(lic_guard_origin(x));
    LIC_TRY(lic_guard_type(x));
    LIC_TRY(lic_form_query(&query, x));
    LIC_TRY(lic_filters_read(&answer.query.args, x, query));
    LIC_TRY(lic_form_read(&form, x));
    LIC_TRY(lic_guard_form(x, form));
    answer.fleeting = 1;
    LIC_TRY(x->route.resource->post(x, form, &answer));
    return answer.location ? lic_respond_see(x, HTTP_SEE_OTHER, answer.location, answer.args)
                           : lic_respond_document(x, &answer);
}

/* A PUT is answered with a tree, its dry run with a document. */
static lic_error_t *put_to(lic_exchange_t *x)
{
    lic_answer_t answer;
    lic_put_t put;
    LIC_TRY(lic_guard_origin(x));
    LIC_TRY(lic_put_take(&put, x, x->route.resource->most));
    start_answer(&answer, x);
    answer.query.args = apr_table_make(x->pool, 1);
    answer.fleeting = 1;
    LIC_TRY(x->route.resource->put(x, &put, &answer));
    return answer.tree ? lic_respond_tree(x, answer.tree, !put.dry_run) : lic_respond_document(x, &answer);
}

/* Reads again, once, when the connection was lost: that the server has closed a pooled connection shows only at its
 * first statement, and at once. Changes are repeated in service/, which knows what was committed. */
static lic_error_t *read_twice(lic_error_t *(*step)(lic_exchange_t *x), lic_exchange_t *x)
{
    lic_wait_t wait;
    lic_wait_start(&wait, apr_time_from_sec(1));
    lic_error_t *err = step(x);
    if (!err || x->status != OK || strcmp(err->problem, "database-unreachable") || !lic_wait_left(&wait))
        return err;
    return step(x);
}

static lic_error_t *answer_to(lic_exchange_t *x)
{
    lic_route_start(x);
    LIC_TRY(lic_gate_check(x));
    LIC_TRY(lic_route_find(x));
    if (x->route.elsewhere)
        return lic_respond_see(x, HTTP_PERMANENT_REDIRECT, x->route.elsewhere, x->r->args);
    if (x->r->method_number == M_OPTIONS)
        return lic_respond_options(x);
    LIC_TRY(lic_guard_method(x));
    if (x->route.resource->file && !x->route.resource->read) {
        LIC_TRY(lic_access_user(x));
        return lic_respond_file(x);
    }
    LIC_TRY(read_twice(lic_access_check, x));
    if (x->route.resource->file)
        return lic_respond_file(x);
    if (x->r->method_number == M_PUT)
        return put_to(x);
    return x->changes ? change(x) : read_twice(show, x);
}

static lic_duration_t kind_of(const lic_exchange_t *x)
{
    if (x->changes)
        return LIC_DURATION_CHANGE;
    return x->budget.limits.renewed ? LIC_DURATION_EXPORT : LIC_DURATION_READ; /* as only an export's is */
}

int lic_request_handle(request_rec *r)
{
    if (!r->handler || strcmp(r->handler, LIC_HANDLER))
        return DECLINED;
    const apr_time_t begun = lic_wait_clock();
    lic_exchange_t *x = lic_exchange_make(r);
    if (!x->config->base || !x->sheets) {
        lic_problem_misplaced(x);
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    lic_error_t *err = answer_to(x);
    if (err)
        lic_problem_answer(x, err);
    lic_reading_end(x->reading);
    lic_metrics_count(x->route.resource, x->status > 0 ? x->status : r->status);
    lic_histogram_observe(lic_metrics_durations(kind_of(x)), lic_wait_clock() - begun);
    return x->status;
}
