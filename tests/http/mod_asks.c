/* A portal's own module, as a test needs one: asks licences.h for the account and for the right in the query. */
#include <httpd.h>
#include <http_config.h>
#include <http_protocol.h>

#include "licences.h"

static int answer(request_rec *r)
{
    if (!r->handler || strcmp(r->handler, "asks"))
        return DECLINED;
    APR_OPTIONAL_FN_TYPE(licences_account) *account_of = APR_RETRIEVE_OPTIONAL_FN(licences_account);
    APR_OPTIONAL_FN_TYPE(licences_has_right) *has_right = APR_RETRIEVE_OPTIONAL_FN(licences_has_right);
    if (!account_of || !has_right)
        return HTTP_NOT_IMPLEMENTED;
    const char *account = account_of(r);
    ap_set_content_type(r, "text/plain");
    ap_rprintf(r, "%s %d", account ? account : "none", has_right(r, r->args ? r->args : ""));
    return OK;
}

static void register_hooks(apr_pool_t *p)
{
    (void)p;
    ap_hook_handler(answer, NULL, NULL, APR_HOOK_MIDDLE);
}

AP_DECLARE_MODULE(asks) = {STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, NULL, register_hooks, 0};
