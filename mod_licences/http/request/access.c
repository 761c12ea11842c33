/* http/request/access.c  Finds user, account and rights, each time from the database, and checks the right that a
 * resource needs. */
#include "http/request/access.h"

#include <apr_strings.h>

#include "base/locale.h"
#include "base/text.h"
#include "base/text_clean.h"
#include "http/request/gate.h"
#include "http/request/guard.h"
#include "service/catch_up.h"
#include "service/refusal.h"
#include "store/admission.h"
#include "store/setting.h"

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
    if (!lic_text_valid_plain(x->user, 0)) {
        x->user = NULL;
        return lic_gate_refusal("log-in", x->pool);
    }
    x->user = lic_text_nfc(x->user, x->pool); /* José typed on a Mac is the same employee */
    return NULL;
}

/* Without LicencesAccount the log-in has to tell the account, so it has to be unique (product.md, Who gets in). */
static lic_error_t *no_account(const lic_admission_t *admission, apr_pool_t *p)
{
    if (admission->logins == LIC_LOGINS_ACCOUNT)
        return lic_error_make(p, LIC_UNAVAILABLE, "directive-missing",
                              "LicencesAccount is missing here: the database's setting logins is account, so that a "
                              "log-in alone doesn't say whose it is");
    return lic_error_make(p, LIC_FORBIDDEN, "login-unknown", "no employee has this log-in");
}

static lic_error_t *find_account_key(lic_exchange_t *x)
{
    LIC_TRY(evaluate(&x->account_key, x->config->account, x));
    if (!x->account_key)
        return lic_error_make(x->pool, LIC_FORBIDDEN, "account-missing",
                              "the portal does not say which account this is");
    return lic_text_valid_plain(x->account_key, 0) ? NULL : lic_gate_refusal("account", x->pool);
}

static int is_due(const lic_exchange_t *x)
{
    return x->account && x->account->next_due && x->account->next_due <= x->now;
}

static lic_error_t *admit(lic_exchange_t *x, const lic_admission_t *admission)
{
    if (!admission->account)
        return no_account(admission, x->pool);
    x->account = admission->account;
    x->account_key = x->account->key;
    x->locale = lic_locale_in(x->account->locale, admission->language, x->pool);
    x->rights = admission->rights; /* 0: what is missing is said where something is needed */
    if (x->account->last_at > x->now)
        x->now = x->account->last_at; /* an account's time never runs back */
    x->secret = admission->secret;
    return x->secret.current ? NULL : lic_secret_missing(x->pool);
}

/* Reads account and rights: what is due may deactivate the caller, so both are read again where it was carried out. A
 * page is read on the same connection. */
static lic_error_t *read_caller(lic_exchange_t *x)
{
    lic_db_t *db;
    lic_admission_t admission;
    if (x->config->account)
        LIC_TRY(find_account_key(x));
    LIC_TRY(lic_reading_begin(&db, x->reading, x->pool));
    lic_error_t *err = lic_admission_load(&admission, db, x->config->account ? x->account_key : NULL, x->user, x->pool);
    if (!err)
        err = admit(x, &admission);
    const lic_resource_t *resource = x->route.resource;
    if (err || x->changes || !resource || !lic_exchange_is_whole(x, resource->document, 0))
        lic_reading_end(x->reading);
    return err;
}

lic_error_t *lic_access_identify(lic_exchange_t *x)
{
    x->identified = 1;
    LIC_TRY(lic_access_user(x));
    LIC_TRY(read_caller(x));
    if (!is_due(x))
        return NULL;
    LIC_TRY(lic_catch_up(NULL, x->source, x->account_key, x->now, NULL, x->pool));
    LIC_TRY(read_caller(x));
    if (is_due(x))
        return lic_error_make(x->pool, LIC_UNAVAILABLE, "account-busy", "the account is being brought up to date");
    return NULL;
}

/* --- what the resource needs -------------------------------------------------------------------------------- */

/* Programs read no pages (product.md, Who gets in): partner opens XML, partner-csv also CSV. */
static lic_rights_t needed(const lic_exchange_t *x)
{
    const lic_resource_t *resource = x->route.resource;
    if (x->r->method_number == M_PUT)
        return resource->write | LIC_RIGHT_PARTNER;
    if (x->changes)
        return resource->write;
    if (x->route.form == LIC_XML)
        return resource->read;
    return resource->read &
           ~(lic_rights_t)(x->route.form == LIC_CSV ? LIC_RIGHT_PARTNER : LIC_RIGHT_PARTNER | LIC_RIGHT_PARTNER_CSV);
}

/* The right to ask for: a program's is another one than a person's. */
static const char *missing(lic_rights_t held, lic_rights_t need)
{
    return (held & LIC_RIGHT_PARTNER) && (need & LIC_RIGHT_PARTNER_CSV)
               ? lic_word_of(lic_right_words, LIC_RIGHT_PARTNER_CSV)
               : lic_rights_word(need);
}

lic_error_t *lic_access_check(lic_exchange_t *x)
{
    LIC_TRY(lic_access_identify(x));
    lic_rights_t need = needed(x);
    if (lic_rights_allow(x->rights, need))
        return NULL;
    if (x->changes && !lic_guard_origin(x))
        lic_refusal_log(x->source, lic_exchange_caller(x, need), x->pool);
    const char *right = missing(x->rights, need);
    return lic_error_fact(lic_error_make(x->pool, LIC_FORBIDDEN, "no-right", "this needs the right %s", right), "right",
                          right);
}
