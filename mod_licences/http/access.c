#include "access.h"

#include <apr_strings.h>

#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <mod_auth.h>

#include "dbd.h"
#include "guard.h"
#include "licences.h"
#include "log.h"
#include "store/account.h"

APLOG_USE_MODULE(licences);

/* --- user and account ------------------------------------------------------------------------------------- */

/* What a directive's expression says for this request; NULL: nothing. */
static lic_error_t *evaluate(const char **value, const ap_expr_info_t *expr, const lic_exchange_t *x)
{
    const char *err = NULL;
    *value = ap_expr_str_exec(x->r, expr, &err);
    if (err)
        return lic_error_make(x->pool, LIC_BUG, "internal", "%s:%u: the expression failed: %s", expr->filename,
                              expr->line_number, err);
    if (*value && !**value)
        *value = NULL;
    return NULL;
}

lic_error_t *lic_access_user(lic_exchange_t *x)
{
    x->user = x->r->user;
    if (x->config->user)
        LIC_TRY(evaluate(&x->user, x->config->user, x));
    if (!x->user || !*x->user)
        return lic_error_make(x->pool, LIC_FORBIDDEN, "login-missing",
                              "nobody is logged in; the portal's configuration lacks Require valid-user here");
    return NULL;
}

static lic_error_t *find_account_key(lic_exchange_t *x, lic_db_t *db)
{
    if (!x->config->account)
        return lic_account_of_login(&x->account_key, db, x->user, x->pool);
    LIC_TRY(evaluate(&x->account_key, x->config->account, x));
    if (x->account_key)
        return NULL;
    return lic_error_make(x->pool, LIC_FORBIDDEN, "account-missing", "the portal does not say which account this is");
}

static lic_error_t *load_account(lic_exchange_t *x, lic_db_t *db)
{
    if (!x->account_key)
        LIC_TRY(find_account_key(x, db));
    LIC_TRY(lic_account_find(&x->account, db, x->account_key, x->pool));
    if (x->account->last_at > x->now)
        x->now = x->account->last_at; /* an account's time never runs back */
    return NULL;
}

static int is_due(const lic_exchange_t *x)
{
    return x->account && x->account->next_due && x->account->next_due <= x->now;
}

static lic_error_t *load_rights(lic_exchange_t *x, lic_db_t *db)
{
    lic_error_t *err = lic_unit_authorise(&x->rights, lic_exchange_caller(x, 0), db, x->account->id, x->pool);
    if (err && err->code == LIC_FORBIDDEN) {
        x->rights = 0; /* no active employee: what is missing is said where something is needed */
        return NULL;
    }
    return err;
}

/* One reading. Rights of an account with something due are of no use yet: who is due may be the caller. */
static lic_error_t *read_caller(lic_exchange_t *x)
{
    lic_db_t *db;
    LIC_TRY(x->source->open(&db, x->source->baton, x->pool));
    lic_error_t *err = load_account(x, db);
    if (!err && !is_due(x))
        err = load_rights(x, db);
    x->source->close(db, x->source->baton);
    return err;
}

lic_error_t *lic_access_identify(lic_exchange_t *x)
{
    x->identified = 1;
    LIC_TRY(lic_access_user(x));
    LIC_TRY(read_caller(x));
    if (!is_due(x))
        return NULL;
    LIC_TRY(lic_catch_up(x->source, x->account_key, x->now, x->pool));
    LIC_TRY(read_caller(x));
    if (is_due(x))
        return lic_error_make(x->pool, LIC_UNAVAILABLE, "account-busy", "the account is being brought up to date");
    return NULL;
}

/* --- what the resource needs -------------------------------------------------------------------------------- */

/* A partner's program reads XML and nothing else. */
static lic_rights_t needed(const lic_exchange_t *x)
{
    const lic_resource_t *resource = x->route.resource;
    if (x->r->method_number == M_PUT)
        return resource->write | LIC_RIGHT_PARTNER;
    if (x->changes)
        return resource->write;
    return x->route.form == LIC_XML ? resource->read : resource->read & ~(lic_rights_t)LIC_RIGHT_PARTNER;
}

lic_error_t *lic_access_check(lic_exchange_t *x)
{
    LIC_TRY(lic_access_identify(x));
    lic_rights_t need = needed(x);
    if (lic_rights_allow(x->rights, need))
        return NULL;
    if (x->changes && !lic_guard_origin(x))
        lic_unit_log_refused(x->source, lic_exchange_caller(x, need), x->pool);
    return lic_error_fact(
        lic_error_make(x->pool, LIC_FORBIDDEN, "no-right", "this needs the right %s", lic_rights_word(need)), "right",
        lic_rights_word(need));
}

/* --- for the rest of the portal -------------------------------------------------------------------------------- */

/* The caller's rights outside our own pages. */
static lic_error_t *rights_of(lic_exchange_t **out, request_rec *r)
{
    lic_exchange_t *x = apr_pcalloc(r->pool, sizeof(*x));
    *out = x;
    x->r = r;
    x->pool = r->pool;
    x->config = lic_config_of(r);
    x->now = apr_time_from_sec(apr_time_sec(lic_exchange_clock()));
    x->source = lic_dbd_source(r->server, r->pool);
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
                                    "my-account-view, partner or roles",
                                    word);
        }
    }
    *parsed = ap_expr_parse_cmd(cmd, line, AP_EXPR_FLAG_STRING_RESULT, &err, NULL);
    return err ? apr_pstrcat(cmd->pool, "Require licences-right: ", err, NULL) : NULL;
}

const authz_provider lic_access_provider = {check_right, parse_right};

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

void lic_access_offer(void)
{
    APR_REGISTER_OPTIONAL_FN(licences_account);
    APR_REGISTER_OPTIONAL_FN(licences_has_right);
}
