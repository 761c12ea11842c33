/* http/request/portal.c  Require licences-right, and the optional functions of licences.h. */
#include "http/request/portal.h"

#include <apr_strings.h>

#include <http_log.h>
#include <http_request.h>

#include "http/request/access.h"
#include "http/server/log.h"
#include "licences.h"

APLOG_USE_MODULE(licences);

/* The caller's rights outside our own pages. */
static lic_error_t *rights_of(lic_exchange_t **out, request_rec *r)
{
    lic_exchange_t *x = *out = lic_exchange_make(r);
    x->changes = 0; /* whatever the method: rights are only read */
    x->budget.limits = LIC_BUDGET_PAGE;
    return lic_access_identify(x);
}

static authz_status check_right(request_rec *r, const char *line, const void *parsed)
{
    if (!r->user && !lic_config_of(r)->user)
        return AUTHZ_DENIED_NO_USER;
    const char *failed = NULL;
    const char *words = ap_expr_str_exec(r, parsed, &failed);
    if (failed) {
        lic_log_request(r, LIC_LOG_ERROR, "LIC3201",
                        apr_psprintf(r->pool, "Require licences-right %s: %s", line, failed));
        return AUTHZ_GENERAL_ERROR;
    }
    lic_exchange_t *x;
    lic_error_t *err = rights_of(&x, r);
    if (err && (err->code == LIC_UNAVAILABLE || err->code == LIC_BUG)) {
        lic_log_request(r, LIC_LOG_ERROR, "LIC3202", lic_error_chain(err, r->pool));
        return AUTHZ_GENERAL_ERROR;
    }
    if (err)
        return r->user ? AUTHZ_DENIED : AUTHZ_DENIED_NO_USER;
    while (*words) {
        int right = lic_word_value(lic_right_words, ap_getword_conf(r->pool, &words), 0);
        if (right && lic_rights_allow(x->rights, (lic_rights_t)right))
            return AUTHZ_GRANTED;
    }
    return AUTHZ_DENIED;
}

/* Words are checked when the configuration is read; what an expression yields can only be checked later. */
static const char *parse_right(cmd_parms *cmd, const char *line, const void **parsed)
{
    const char *err = NULL, *words = line;
    if (!strstr(line, "%{")) {
        if (!*words)
            return "Require licences-right needs a right, for example my-account";
        while (*words) {
            const char *word = ap_getword_conf(cmd->temp_pool, &words);
            if (!lic_word_value(lic_right_words, word, 0))
                return apr_psprintf(cmd->pool,
                                    "Require licences-right: there is no right \"%s\"; right would be my-account, "
                                    "my-account-view, partner, partner-csv or roles",
                                    word);
        }
    }
    *parsed = ap_expr_parse_cmd(cmd, line, AP_EXPR_FLAG_STRING_RESULT, &err, NULL);
    return err ? apr_pstrcat(cmd->pool, "Require licences-right: ", err, NULL) : NULL;
}

const authz_provider lic_portal_provider = {check_right, parse_right};

static const char *licences_account(request_rec *r)
{
    lic_exchange_t *x;
    return rights_of(&x, r) ? NULL : x->account_key;
}

static int licences_has_right(request_rec *r, const char *word)
{
    lic_exchange_t *x;
    int right = lic_word_value(lic_right_words, word, 0);
    lic_error_t *err = rights_of(&x, r);
    if (!right || (err && err->code != LIC_FORBIDDEN))
        return -1;
    return !err && lic_rights_allow(x->rights, (lic_rights_t)right);
}

void lic_portal_offer(void)
{
    APR_REGISTER_OPTIONAL_FN(licences_account);
    APR_REGISTER_OPTIONAL_FN(licences_has_right);
}
