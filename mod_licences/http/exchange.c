#include "exchange.h"

#include <apr_strings.h>

#include <http_protocol.h>
#include <http_request.h>

#include "access.h"
#include "config_check.h"
#include "dbd.h"
#include "filters.h"
#include "form.h"
#include "guard.h"
#include "metrics.h"
#include "problem.h"
#include "put.h"
#include "respond.h"
#include "validators.h"

apr_time_t lic_exchange_clock(void)
{
    return apr_time_now();
}

static lic_exchange_t *make(request_rec *r)
{
    lic_exchange_t *x = apr_pcalloc(r->pool, sizeof(*x));
    x->r = r;
    x->pool = r->pool;
    x->config = lic_config_of(r);
    x->look = x->config->look ? x->config->look : lic_config_check_default();
    x->sheets = x->look ? x->look->sheets : NULL;
    x->source = lic_dbd_source(r->server, r->pool);
    x->now = apr_time_from_sec(apr_time_sec(apr_time_now()));
    x->changes = r->method_number != M_GET;
    x->status = OK;
    return x;
}

lic_caller_t *lic_exchange_caller(const lic_exchange_t *x, lic_rights_t need)
{
    lic_caller_t *caller = apr_pcalloc(x->pool, sizeof(*caller));
    caller->account = x->account_key;
    caller->user = x->user;
    caller->need = need;
    caller->path = x->changes ? x->route.page : NULL;
    caller->now = x->now;
    caller->support = x->config->support;
    return caller;
}

static void start_answer(lic_answer_t *answer, const lic_exchange_t *x)
{
    memset(answer, 0, sizeof(*answer));
    answer->document = x->route.resource->document;
    answer->status = HTTP_OK;
    answer->query.account = x->account;
    answer->query.rights = x->rights;
    answer->query.user = x->user;
    answer->query.now = x->now;
    answer->query.key = x->route.key;
    answer->query.page_rows = LIC_PAGE_ROWS;
    answer->query.support = x->config->support;
    answer->query.charts = x->route.form == LIC_HTML;
}

static lic_error_t *show(lic_exchange_t *x)
{
    lic_answer_t answer;
    lic_fields_t *query;
    start_answer(&answer, x);
    LIC_TRY(lic_form_query(&query, x));
    LIC_TRY(lic_filters_read(&answer.query.args, x, query));
    answer.fleeting = apr_table_get(answer.query.args, "done") != NULL;
    if (x->route.resource->get)
        LIC_TRY(x->route.resource->get(x, query, &answer));
    return lic_respond_document(x, &answer);
}

static lic_error_t *change(lic_exchange_t *x)
{
    lic_answer_t answer;
    lic_fields_t *form;
    LIC_TRY(lic_guard_origin(x));
    LIC_TRY(lic_guard_type(x));
    LIC_TRY(lic_form_read(&form, x));
    LIC_TRY(lic_guard_form(x, form));
    start_answer(&answer, x);
    answer.query.args = apr_table_make(x->pool, 1);
    answer.fleeting = 1;
    LIC_TRY(x->route.resource->post(x, form, &answer));
    return answer.location ? lic_respond_see(x, HTTP_SEE_OTHER, answer.location) : lic_respond_document(x, &answer);
}

/* The answer is a tree of its own, or (a dry run's) a document */
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
    return answer.tree ? lic_respond_tree(x, answer.tree) : lic_respond_document(x, &answer);
}

/* Reading is repeated once: a pooled connection that its server has closed meanwhile is noticed by its first statement
 * only. Changes are repeated by service/, which knows what has been committed. */
static lic_error_t *read_twice(lic_error_t *(*step)(lic_exchange_t *x), lic_exchange_t *x)
{
    lic_error_t *err = step(x);
    if (!err || x->status != OK || strcmp(err->problem, "database-unreachable"))
        return err;
    return step(x);
}

static lic_error_t *answer_to(lic_exchange_t *x)
{
    LIC_TRY(lic_route_find(x));
    if (x->route.elsewhere)
        return lic_respond_see(x, HTTP_PERMANENT_REDIRECT, x->route.elsewhere);
    if (x->r->method_number == M_OPTIONS)
        return lic_respond_options(x);
    LIC_TRY(lic_guard_method(x));
    if (x->route.resource->file) {
        LIC_TRY(lic_access_user(x));
        return lic_respond_file(x);
    }
    LIC_TRY(read_twice(lic_access_check, x));
    if (x->r->method_number == M_PUT)
        return put_to(x);
    return x->changes ? change(x) : read_twice(show, x);
}

int lic_exchange_handle(request_rec *r)
{
    if (!r->handler || strcmp(r->handler, LIC_HANDLER))
        return DECLINED;
    lic_exchange_t *x = make(r);
    if (!x->config->base || !x->sheets) {
        lic_problem_misplaced(x);
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    lic_error_t *err = answer_to(x);
    if (err)
        lic_problem_answer(x, err);
    lic_metrics_count(x);
    return x->status;
}
