/* http/resource/help.c  /help/partners: examples against this very portal, and what a PUT would be answered. */
#include "http/resource/resources.h"

#include <apr_strings.h>

#include <http_core.h>
#include <http_protocol.h>

#include "http/request/problem.h"
#include "http/request/put.h"
#include "http/request/route.h"
#include "http/resource/act.h"
#include "view/document/problem.h"
#include "view/render/sheet.h"

/* The page has the address that its reader uses, which is no part of what a kept page is found by. */
lic_error_t *lic_partners_get(lic_exchange_t *x, const lic_fields_t *query, lic_answer_t *answer)
{
    (void)query;
    answer->query.address = ap_construct_url(x->pool, x->config->base, x->r);
    answer->fleeting = 1;
    return NULL;
}

static lic_error_t *unfit(const lic_exchange_t *x, const char *field, const char *expected)
{
    return lic_error_fact(lic_error_make(x->pool, LIC_INVALID, "field-invalid", "%s: %s", field, expected), "field",
                          field);
}

/* The path as if it had been asked for itself, with its suffix. */
static lic_error_t *find_target(lic_exchange_t *tried, const char *path, const lic_exchange_t *x)
{
    *tried = *x;
    tried->route = (lic_route_t){.path = path, .page = path, .form = LIC_XML};
    if (*path == '/')
        LIC_TRY(lic_route_find(tried));
    apr_table_setn(x->r->notes, "licences-resource", x->route.resource->name);
    if (tried->route.resource && tried->route.resource->put && tried->route.form == LIC_XML)
        return NULL;
    return unfit(x, "path", "/products/{key}.xml, /employees.xml or /modules.xml");
}

static lic_error_t *put_dry(xmlDoc **doc, lic_exchange_t *tried, const char *body, const lic_answer_t *answer)
{
    lic_answer_t own = *answer;
    lic_put_t put = {.dry_run = 1, .max_absent = -1, .condition = {.if_match = -1}};
    LIC_TRY(lic_body_take(&put.body, tried, body));
    put.condition.digest = put.body.digest;
    own.document = tried->route.resource->document;
    own.query.key = tried->route.key;
    LIC_TRY(tried->route.resource->put(tried, &put, &own));
    *doc = own.tree;
    return own.tree ? NULL : lic_document_tree(doc, own.document, &own.query, tried->source, tried->pool);
}

/* What was wrong with what was sent is the answer; what is wrong on this side isn't. */
static lic_error_t *answer_problem(xmlDoc **doc, lic_dry_run_t *run, lic_error_t *err, const lic_exchange_t *tried)
{
    run->status = lic_problem_status(err);
    if (run->status >= HTTP_INTERNAL_SERVER_ERROR)
        return err;
    const char *instance = apr_pstrcat(tried->pool, tried->config->base, run->path, NULL);
    return lic_problem_tree(doc, err, run->status, ap_get_status_line(run->status) + 4, instance, tried->pool);
}

lic_error_t *lic_partners_post(lic_exchange_t *x, const lic_fields_t *form, lic_answer_t *answer)
{
    xmlDoc *doc = NULL;
    lic_exchange_t tried;
    lic_dry_run_t *run = apr_pcalloc(x->pool, sizeof(*run));
    LIC_TRY(lic_partners_get(x, form, answer));
    LIC_TRY(lic_act_field(&run->path, x, form, "path"));
    LIC_TRY(lic_act_field(&run->sent, x, form, "body"));
    LIC_TRY(find_target(&tried, run->path, x));
    run->status = HTTP_OK;
    lic_error_t *err = put_dry(&doc, &tried, run->sent, answer);
    if (err)
        LIC_TRY(answer_problem(&doc, run, err, &tried));
    LIC_TRY(lic_tree_layout(&run->answer, doc, x->pool));
    answer->query.dry_run = run;
    return NULL;
}
