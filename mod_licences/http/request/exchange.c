/* http/request/exchange.c  Makes the data of a request, and tells services who the caller is. */
#include "http/request/exchange.h"

#include "http/server/dbd.h"

apr_time_t lic_exchange_clock(void)
{
    return apr_time_now();
}

lic_exchange_t *lic_exchange_make(request_rec *r)
{
    lic_exchange_t *x = apr_pcalloc(r->pool, sizeof(*x));
    x->r = r;
    x->pool = r->pool;
    x->config = lic_config_of(r);
    x->look = x->config->look ? x->config->look : lic_config_default_look();
    x->sheets = x->look ? x->look->sheets : NULL;
    x->now = apr_time_from_sec(apr_time_sec(apr_time_now()));
    x->changes = r->method_number != M_GET;
    x->budget.limits = x->changes ? LIC_BUDGET_CHANGE : LIC_BUDGET_PAGE;
    x->reading = lic_reading_make(lic_dbd_source(r->server, &x->budget, r->pool), r->pool);
    x->source = &x->reading->others;
    x->status = OK;
    return x;
}

int lic_exchange_is_whole(const lic_exchange_t *x, const lic_document_t *document, int limit)
{
    return document && (x->route.form == LIC_HTML || (x->route.form == LIC_XML && (!document->rows || limit)));
}

lic_caller_t *lic_exchange_caller(const lic_exchange_t *x, lic_rights_t need)
{
    lic_caller_t *caller = apr_pcalloc(x->pool, sizeof(*caller));
    caller->account = x->account_key;
    caller->user = x->user;
    caller->need = need;
    caller->path = x->changes ? x->route.page : NULL;
    caller->pattern = x->route.resource ? x->route.resource->path : NULL;
    caller->now = x->now;
    caller->support = x->config->support;
    caller->secret = x->secret.current ? &x->secret : NULL;
    return caller;
}
